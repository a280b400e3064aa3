// A Lit app with the element, in a shadow root.
import 'coroscope/element';
import heights from 'coroscope/coro-scope.css?inline';
import { html, LitElement, unsafeCSS } from 'lit';

class LocksPage extends LitElement {
  static styles = unsafeCSS(heights);
  static properties = { took: { state: true } };

  render() {
    return html`
      <h1>Locks, in Lit</h1>
      <p>Tasks that want the same thing take turns:</p>
      <coro-scope
        lesson="locks"
        clock="virtual"
        autoplay
        @run-end=${({ detail }) => {
          this.took = detail.took;
        }}
      ></coro-scope>
      <p>${this.took ? `The run took ${Math.round(this.took)} ms.` : 'Not run yet.'}</p>
      <h2>A script</h2>
      <coro-scope script="job.py" clock="virtual"></coro-scope>
      <h2>A recording</h2>
      <coro-scope src="job.coro.json"></coro-scope>
    `;
  }
}

customElements.define('locks-page', LocksPage);
