//! Streams and servers in the log: what waits there, who waits for it, and who ends the wait.

use coroscope_engine_tests::Job;
use coroscope_trace::{Cause, EventKind, Model, Op, ResourceKind, WaitReason};

const ECHO: &str = "import asyncio
async def handle(reader, writer):
    data = await reader.readexactly(4)
    await asyncio.sleep(1)
    writer.write(data * 2)
    writer.close()
async def main():
    server = await asyncio.start_server(handle, '127.0.0.1', 8888)
    reader, writer = await asyncio.open_connection('127.0.0.1', 8888)
    writer.write(b'ping')
    print(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()
asyncio.run(main())
";

#[test]
fn each_direction_of_a_connection_has_its_bytes() {
    let ran = Job::new(ECHO).run();
    assert_eq!(ran.printed(), "b'pingping'\n");
    let log = ran.log();
    let model = Model::of(log);
    let described = model.resources().iter().map(|it| {
        let name = it.name.map_or("", |name| log.text(name));
        let mut levels: Vec<u32> = it.levels.iter().map(|level| level.level).collect();
        levels.dedup();
        (it.kind, name.to_owned(), levels)
    });
    assert_eq!(
        described.collect::<Vec<_>>(),
        [
            (
                ResourceKind::Server,
                "127.0.0.1:8888".to_owned(),
                vec![1, 0]
            ),
            (
                ResourceKind::Stream,
                "127.0.0.1:49152 → 127.0.0.1:8888".to_owned(),
                vec![0, 4, 0]
            ),
            (
                ResourceKind::Stream,
                "127.0.0.1:8888 → 127.0.0.1:49152".to_owned(),
                vec![0, 8, 0]
            ),
        ]
    );
}

#[test]
fn a_task_waits_for_a_stream_and_is_woken_by_the_one_that_writes() {
    let ran = Job::new(ECHO).run();
    let log = ran.log();
    let model = Model::of(log);
    let reads = log.iter().filter_map(|event| match event.kind {
        EventKind::Waits {
            task,
            on: WaitReason::Resource(stream, Op::Read),
            place,
        } => {
            let name = model.resource(stream)?.name?;
            let line = log.place(place)?.line;
            Some((task.index(), log.text(name).to_owned(), line))
        }
        _ => None,
    });
    let reads: Vec<_> = reads.collect();
    let answer = (0, "127.0.0.1:8888 → 127.0.0.1:49152".to_owned(), 11);
    assert!(reads.contains(&answer), "{reads:?}");
    let handler = model.tasks().iter().map(|task| task.id.index()).max();
    let woken = log.iter().any(|event| {
        matches!(event.kind, EventKind::TaskWoken { task, by: Cause::Task(by) }
            if task.index() == 0 && Some(by.index()) == handler)
    });
    assert!(woken, "the handler wakes main");
}

#[test]
fn a_server_without_clients_says_so() {
    let serve = "import asyncio
async def main():
    server = await asyncio.start_server(print, '127.0.0.1', 8888)
    async with server:
        await server.serve_forever()
asyncio.run(main())
";
    let web = "from aiohttp import web
web.run_app(web.Application(), print=None)
";
    for (script, waits, address) in [
        (
            serve,
            "Task-1 waits in line 5 (Server.serve_forever)",
            "127.0.0.1:8888",
        ),
        (
            web,
            "web.run_app waits in line 2 (Server.serve_forever)",
            "0.0.0.0:8080",
        ),
    ] {
        let ran = Job::new(script).run();
        let failed = ran.ended.as_ref().expect_err("the script hangs");
        assert_eq!(
            failed.message,
            format!(
                "Would hang here: {waits}. The server at {address} waits for clients, but nothing is left in this run \
                 that connects: only the script itself can reach it. Add a task that connects, with \
                 asyncio.open_connection or aiohttp, or close the server at the end"
            )
        );
    }
}
