//! Loops inside of functions: with JSPI they receive what comes from outside, as those at the top level; without JSPI, they
//! say that they don't.

use anyhow::Result;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use coroscope_e2e::{needs, sites};

use super::editor::{has_editor, run_script};
use crate::scope::{Docs, Scope};

/// Requests, files, timers and a thread. The last line runs `main`.
const SCRIPT: &str = "import asyncio, aiofiles, aiohttp

async def words(session, name):
    async with session.get(f'docs/{name}.txt') as response:
        return len((await response.text()).split()) > 10

def add(one, other):
    return one + other

async def main():
    async with aiohttp.ClientSession() as session:
        print(await asyncio.gather(*(words(session, name) for name in ('gather', 'queue'))))
        await asyncio.sleep(0.01)
        async with asyncio.TaskGroup() as group:
            again = group.create_task(words(session, 'lock'))
            ticks = [group.create_task(asyncio.sleep(0.001 * n, n)) for n in range(3)]
        print(again.result(), [tick.result() for tick in ticks])
    async with aiofiles.open('notes.txt', 'w') as file:
        await file.write('kept')
    async with aiofiles.open('notes.txt') as file:
        print(await file.read())
    print(await asyncio.to_thread(add, 40, 2))
    return 'over'
";
const AT_TOP_LEVEL: &str = "print(asyncio.run(main()))\n";
const IN_FUNCTION: &str = "def starts():
    with asyncio.Runner() as runner:
        return runner.run(main())

print([starts() for _ in range(2)][-1])
";
const PRINTED: [&str; 5] = ["[True, True]", "True [0, 1, 2]", "kept", "42", "over"];

#[tokio::test]
async fn with_jspi_a_loop_inside_of_a_function_receives_what_comes_from_outside() -> Result<()> {
    needs!(Jspi);
    needs!(Files);
    for clock in ["virtual", "real"] {
        let scope = Docs::quick()
            .open(&format!("#script?clock={clock}"))
            .await?;
        has_editor(&scope).await?;
        run_script(&scope, &format!("{SCRIPT}{AT_TOP_LEVEL}"), "done").await?;
        assert_eq!(scope.printed().await?, PRINTED, "{clock}");
        run_script(&scope, &format!("{SCRIPT}{IN_FUNCTION}"), "done").await?;
        let twice = [&PRINTED[..4], &PRINTED[..]].concat();
        assert_eq!(scope.printed().await?, twice, "{clock}");
        scope.is_clean().await?;
    }
    Ok(())
}

#[tokio::test]
async fn without_jspi_the_same_script_runs_at_the_top_level_and_says_that_it_must() -> Result<()> {
    needs!(Files);
    for clock in ["virtual", "real"] {
        let scope = without_jspi(clock).await?;
        run_script(&scope, &format!("{SCRIPT}{AT_TOP_LEVEL}"), "done").await?;
        assert_eq!(scope.printed().await?, PRINTED, "{clock}");
        let status = run_script(&scope, &format!("{SCRIPT}{IN_FUNCTION}"), "failed").await?;
        assert!(status.contains("JSPI"), "{status}");
        assert!(
            status.contains("call asyncio.run at the top level"),
            "{status}"
        );
        scope.is_clean().await?;
    }
    Ok(())
}

/// A page whose workers have no JSPI.
async fn without_jspi(clock: &str) -> Result<Scope> {
    let own = String::from_utf8(sites::file("script/worker.js")?)?;
    let js = |text: String| get(move || async { ([(CONTENT_TYPE, "text/javascript")], text) });
    let imports = "import './without-jspi.js';\nimport './own-worker.js';\n".to_owned();
    let removes = "delete WebAssembly.Suspending;\ndelete WebAssembly.promising;\n".to_owned();
    let routes = Router::new()
        .route("/script/worker.js", js(imports))
        .route("/script/without-jspi.js", js(removes))
        .route("/script/own-worker.js", js(own));
    let site = Docs::quick().site()?.routes(routes);
    let scope = Scope::open(site, &format!("index.html#script?clock={clock}")).await?;
    has_editor(&scope).await?;
    Ok(scope)
}
