//! A loop that runs inside of a function receives what is outside, in browsers with JSPI.

use anyhow::Result;
use coroscope_e2e::sites;

use super::own_scripts::{Way, open, run};

/// The message in browsers without JSPI.
const REFUSED: &str = "the loop was started inside of a function";

/// Scripts that receive something from outside inside of a function, and what they print.
const SCRIPTS: [(&str, &str); 5] = [
    (
        "import asyncio, aiohttp

async def fetch(name):
    async with aiohttp.ClientSession() as session:
        async with session.get(f'/docs/{name}.txt') as response:
            return response.status, len(await response.text()) > 100

async def main():
    return await asyncio.gather(fetch('lock'), fetch('queue'), fetch('nothing'))

def run():
    return asyncio.run(main())

print(run())
print(sorted([1, 2], key=lambda n: asyncio.run(fetch('lock'))[0] - n))
",
        "[(200, True), (200, True), (404, False)]\n[2, 1]\n",
    ),
    (
        "import asyncio, aiofiles

async def save():
    async with aiofiles.open('inside.txt', 'w') as file:
        await file.write('saved')
    async with aiofiles.open('inside.txt') as file:
        return await file.read()

class Program:
    def run(self):
        with asyncio.Runner() as runner:
            return runner.run(save()), runner.run(save())

print(Program().run())
",
        "('saved', 'saved')\n",
    ),
    (
        "import asyncio, aiohttp

def down(n):
    return 1 + down(n + 1)

async def main():
    async with aiohttp.ClientSession() as session:
        for _ in range(3):
            async with session.get('/docs/lock.txt') as response:
                await response.text()
            try:
                down(0)
            except RecursionError as error:
                print(type(error).__name__)
        try:
            await session.get('/docs/lock.txt', headers=1 / 0)
        except ZeroDivisionError as error:
            print(error)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()
    except TimeoutError:
        print('timeout')

if __name__ == '__main__':
    def run():
        loop = asyncio.new_event_loop()
        try:
            loop.run_until_complete(main())
        finally:
            loop.close()
    run()
",
        "RecursionError\nRecursionError\nRecursionError\ndivision by zero\ntimeout\n",
    ),
    // Only on the real clock, threads are workers.
    (
        "import asyncio

def work(n):
    return sum(range(n))

async def main():
    return await asyncio.gather(*(asyncio.to_thread(work, n) for n in (10, 100)))

def run():
    print(asyncio.run(main()))

run()
",
        "[45, 4950]\n",
    ),
    (
        "import concurrent.futures

def work(n):
    return sum(range(n))

def run():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        print(list(pool.map(work, (10, 100))), pool.submit(work, 5).result())

run()
",
        "[45, 4950] 10\n",
    ),
];

#[tokio::test]
async fn a_loop_inside_of_a_function_receives_what_is_outside() -> Result<()> {
    let server = sites::dist()?.start().await?;
    let page = open(&server).await?;
    let has_jspi: bool = page.eval("'Suspending' in WebAssembly").await?;
    let sources = SCRIPTS.map(|(source, _)| source.to_owned());
    for clock in ["virtual", "real"] {
        let may_suspend = true;
        let ran = run(&page, &sources, Way { clock, may_suspend }).await?;
        for ((source, wanted), ran) in SCRIPTS.iter().zip(ran).filter(|_| has_jspi) {
            assert_eq!(ran.out(), *wanted, "{clock}: {source}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn without_jspi_such_a_loop_says_what_to_do() -> Result<()> {
    let server = sites::dist()?.start().await?;
    let page = open(&server).await?;
    let sources = SCRIPTS.map(|(source, _)| source.to_owned());
    let may_suspend = false;
    for clock in ["virtual", "real"] {
        // The first two are about the host on both clocks.
        let ran = run(&page, &sources[..2], Way { clock, may_suspend }).await?;
        for (source, ran) in sources.iter().zip(ran) {
            let out = ran.out();
            assert!(out.contains(REFUSED), "{clock}: {source}\n{out}");
        }
    }
    Ok(())
}
