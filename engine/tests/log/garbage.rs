//! Several runs in one thread: objects that one leaves behind are destroyed later, without affecting the next runs.

use super::score::run_one_after_the_other;

/// Coroutines that are suspended at the end are destroyed. Their cleanup calls everything that needs an engine.
const LEAVES_COROUTINES: &str = "import asyncio, threading, time\n\
    class Leaves:\n\
    \x20   def __init__(self): self.itself = self\n\
    \x20   def __del__(self):\n\
    \x20       print('left', time.monotonic())\n\
    \x20       time.sleep(1)\n\
    \x20       asyncio.sleep(1)\n\
    \x20       asyncio.Event().set()\n\
    \x20       try: asyncio.get_running_loop()\n\
    \x20       except RuntimeError: pass\n\
    \x20       asyncio.new_event_loop().call_later(1, print, 'later')\n\
    async def waits(queue, leaves):\n\
    \x20   lock, itself = asyncio.Lock(), asyncio.current_task()\n\
    \x20   try:\n\
    \x20       async with lock: await queue.get()\n\
    \x20   finally:\n\
    \x20       await asyncio.sleep(1)\n\
    \x20       asyncio.create_task(asyncio.sleep(1))\n\
    \x20       await asyncio.to_thread(time.sleep, 1)\n\
    async def rows():\n\
    \x20   try: yield 1\n\
    \x20   finally: await asyncio.sleep(1)\n\
    kept = []\n\
    async def main():\n\
    \x20   async for row in rows(): break\n\
    \x20   queue = asyncio.Queue()\n\
    \x20   kept.append([kept, rows(), waits(queue, Leaves())])\n\
    \x20   for _ in range(20): asyncio.create_task(waits(queue, Leaves()))\n\
    \x20   await asyncio.gather(*(waits(queue, Leaves()) for _ in range(3)), asyncio.to_thread(time.sleep, 1))\n";

const ENDS: &str = "import asyncio, gc\n\
    async def main():\n\
    \x20   for _ in range(50): await asyncio.gather(*(asyncio.sleep(0.1) for _ in range(20)))\n\
    \x20   gc.collect()\n\
    asyncio.run(main())\n\
    print('through')\n";

#[test]
fn a_script_that_hangs_does_not_affect_the_next_ones() {
    let hangs = &format!("{LEAVES_COROUTINES}asyncio.run(main())\n");
    let stops = &format!(
        "{LEAVES_COROUTINES}loop = asyncio.new_event_loop()\n\
         loop.call_later(0.5, loop.stop)\n\
         task = loop.create_task(main())\n\
         loop.run_forever()\n"
    );
    let scripts = [hangs, stops, ENDS, hangs, hangs, ENDS, stops, stops, ENDS];
    for (number, ran) in run_one_after_the_other(&scripts).iter().enumerate() {
        if *scripts[number] == *hangs {
            let failed = ran.ended.as_ref().expect_err("it hangs");
            assert!(
                failed.message.starts_with("Would hang here: "),
                "{number}: {failed:?}"
            );
        } else {
            assert_eq!(ran.ended, Ok(()), "{number}");
        }
        if *scripts[number] == *ENDS {
            assert_eq!(
                (ran.out.as_str(), ran.err.as_str()),
                ("through\n", ""),
                "{number}"
            );
            assert_eq!(
                ran.only(&["warn", "deadlock"]),
                Vec::<&str>::new(),
                "{number}"
            );
            assert_eq!(ran.only(&["end"]).len(), 1001, "{number}");
        }
    }
}
