// A React app with the element.
import 'coroscope/element';
import 'coroscope/coro-scope.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function App() {
  const [took, setTook] = useState();
  return (
    <>
      <h1>Locks, in React</h1>
      <p>Tasks that want the same thing take turns:</p>
      <coro-scope lesson="locks" clock="virtual" autoplay onrun-end={({ detail }) => setTook(detail.took)} />
      <p>{took ? `The run took ${Math.round(took)} ms.` : 'Not run yet.'}</p>
      <h2>A script</h2>
      <coro-scope script="job.py" clock="virtual" />
      <h2>A recording</h2>
      <coro-scope src="job.coro.json" />
    </>
  );
}

createRoot(document.querySelector('#app')).render(<App />);
