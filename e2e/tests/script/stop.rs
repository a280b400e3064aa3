//! Stop ends any script at once, whatever it does.

use anyhow::Result;

use super::editor::{open, paste, run_script};

/// Scripts that go on for ever, or for very long.
const ENDLESS: [&str; 6] = [
    "print('begun')\nwhile True: pass\n",
    "print('begun')\nwhile True: print('more')\n",
    "print('begun')\nsum(n * n for n in range(10 ** 12))\n",
    "print('begun')\n'a' * 40 == __import__('re').match('(a+)+b', 'a' * 40)\n",
    "import asyncio\nasync def main():\n    print('begun')\n    while True: await asyncio.sleep(0)\nasyncio.run(main())\n",
    "import asyncio\nasync def main():\n    print('begun')\n    loop = asyncio.get_running_loop()\n    \
     while True: loop.call_soon(print, 'more')\nasyncio.run(main())\n",
];

#[tokio::test]
async fn stop_ends_any_script_in_the_next_frames() -> Result<()> {
    let scope = open().await?;
    for script in ENDLESS {
        paste(&scope, script).await?;
        scope.run_again().await?;
        scope.page.wait_until("printed().length > 0").await?;
        // Frames are counted, not milliseconds: the machine may be busy.
        let frames: u32 = scope
            .page
            .eval(
                "(async () => {
                    scope().querySelector('button.stop').click();
                    let frames = 0;
                    while (runStatus() !== 'stopped') {
                        await new Promise((next) => requestAnimationFrame(next));
                        frames += 1;
                    }
                    return frames;
                })()",
            )
            .await?;
        assert!(frames <= 5, "{script}: {frames} frames");
        run_script(&scope, "print('and on')", "done").await?;
        assert_eq!(scope.printed().await?, ["and on"]);
    }
    scope.is_clean().await
}
