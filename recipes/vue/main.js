// A Vue app with the element.
import 'coroscope/element';
import 'coroscope/coro-scope.css';
import { createApp } from 'vue';
import App from './App.vue';

createApp(App).mount('#app');
