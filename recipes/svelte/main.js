// A Svelte app with the element.
import 'coroscope/element';
import 'coroscope/coro-scope.css';
import { mount } from 'svelte';
import App from './App.svelte';

mount(App, { target: document.querySelector('#app') });
