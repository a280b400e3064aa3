//! Clients that connect, ask and leave: a few one at a time, then thousands together.

use super::prelude::*;

pub(super) async fn main(settings: Values, _: World) -> Result<()> {
    let service = Service {
        requests: Queue::new(100).named("requests"),
        answered: Rc::default(),
        connected: Rc::default(),
        most: Rc::default(),
        pause: settings.number("pause") as u64,
    };
    let few = settings.number("alone");
    let many = settings.number("clients");
    let server = spawn(service.clone().serve()).named("server");

    let began = now();
    let one_by_one = spawn(service.clone().one_at_a_time(few));
    one_by_one.named("one at a time").await?;
    let alone = now() - began;

    let began = now();
    let clients = (0..many).map(|n| spawn(service.clone().visit(n)).named(format!("client {n}")));
    gather(clients).await?;
    let together = now() - began;
    server.cancel();

    print(format!("most clients at once: {}", service.most.get()));
    print(format!("the server answered {}", service.answered.get()));
    print(each("one at a time", few, alone));
    print(each("together", many, together));
    if few > 0 && !together.is_zero() {
        let times = ratio(alone * many as u32, together * few as u32);
        print(format!("together is {times} times as fast"));
    }
    Ok(())
}

fn each(how: &str, clients: usize, took: Duration) -> String {
    let each = took / clients.max(1) as u32;
    format!("{clients} {how}: {}, {} each", human(took), human(each))
}

#[derive(Clone)]
struct Service {
    requests: Queue<usize>,
    answered: Rc<Cell<usize>>,
    connected: Rc<Cell<usize>>,
    most: Rc<Cell<usize>>,
    pause: u64,
}

impl Service {
    async fn one_at_a_time(self, clients: usize) -> Result<()> {
        for n in 0..clients {
            self.clone().visit(n).await?;
        }
        Ok(())
    }

    async fn visit(self, n: usize) -> Result<()> {
        self.connected.set(self.connected.get() + 1);
        self.most.set(self.most.get().max(self.connected.get()));
        // Some are slower than others: 1, 1.5, 2, 2.5 times the pause.
        let pace = ms(self.pause * (2 + n as u64 % 4)) / 2;
        sleep(pace).await;
        self.requests.put(n).await?;
        sleep(pace).await;
        self.connected.set(self.connected.get() - 1);
        Ok(())
    }

    async fn serve(self) -> Result<()> {
        loop {
            self.requests.get().await?;
            self.answered.set(self.answered.get() + 1);
        }
    }
}
