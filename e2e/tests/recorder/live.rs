//! `python -m coroscope --open`: a page follows a program while it runs.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use anyhow::{Context, Result, ensure};
use coroscope_e2e::{Browser, Page, needs};
use serde_json::json;

use super::{Folder, python};

/// Runs jobs until it reads a line.
const SERVICE: &str = "import asyncio, sys

async def job(number):
    await asyncio.sleep(0.005)

async def jobs():
    number = 0
    while True:
        number += 1
        await asyncio.create_task(job(number), name=f'job {number}')

async def main():
    running = asyncio.create_task(jobs(), name='jobs')
    await asyncio.to_thread(sys.stdin.readline)
    running.cancel()

asyncio.run(main())
";

/// A program that is followed.
struct Program {
    process: Child,
    address: String,
    _folder: Folder,
}

impl Program {
    fn start(name: &str) -> Result<Program> {
        let folder = Folder::new(name)?;
        fs::write(folder.0.join("service.py"), SERVICE)?;
        let mut process = python(&folder.0)
            .args(["-m", "coroscope", "--open", "service.py"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = process.stderr.take().context("its output is a pipe")?;
        BufReader::new(output).read_line(&mut line)?;
        let address = line
            .split_whitespace()
            .find(|word| word.starts_with("http"));
        let address = address
            .with_context(|| format!("no address in {line:?}"))?
            .to_owned();
        Ok(Program {
            process,
            address,
            _folder: folder,
        })
    }

    /// Lets it end, and waits for that.
    fn end(&mut self) -> Result<()> {
        let mut input = self.process.stdin.take().context("its input is a pipe")?;
        input.write_all(b"\n")?;
        drop(input);
        ensure!(self.process.wait()?.success(), "the program failed");
        Ok(())
    }

    async fn open(&self) -> Result<Page> {
        let browser = Browser::start().await?;
        let helpers = json!({ "source": include_str!("../helpers.js") });
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", helpers)
            .await?;
        browser.open_url(&self.address).await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended, unless the test failed.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn a_page_follows_a_program_and_outlives_it() -> Result<()> {
    needs!(Devtools);
    let mut program = Program::start("outlives")?;
    let page = program.open().await?;
    page.wait_until("text('.run-status').includes('Still recording')")
        .await?;
    assert_eq!(
        page.eval::<String>("document.title").await?,
        "service.py · Coroscope"
    );
    // The token of the address is not for others.
    assert!(page.eval::<bool>("all('.menu .link')[0].disabled").await?);
    page.wait_until("lanes().some((it) => it.name.startsWith('job '))")
        .await?;
    page.wait_until("all('.code li').length === 17").await?;
    let tasks = "parseInt(text('.run-status').match(/([\\d,. ]+) tasks/)?.[1].replace(/\\D/g, ''))";
    let before: u32 = page.eval(tasks).await?;
    page.wait_until(&format!("{tasks} > {before}")).await?;
    program.end()?;
    page.wait_until("['done', 'stopped'].includes(runStatus())")
        .await?;
    // The server is gone, and the page has everything: its beginning as well.
    page.run("document.querySelector('coro-scope').seek(1)")
        .await?;
    page.wait_until("lanes().some((it) => it.name === 'job 1')")
        .await?;
    let recording: String = page
        .eval("document.querySelector('coro-scope').recording()")
        .await?;
    let recording: serde_json::Value = serde_json::from_str(&recording)?;
    assert_eq!(recording["sources"]["service.py"], SERVICE);
    assert_eq!(page.problems().await?, Vec::<String>::new());
    Ok(())
}
