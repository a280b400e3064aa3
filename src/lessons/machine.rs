//! Customers buy the last tickets: each looks whether one is left, pays, and takes it.

use super::prelude::*;

pub(super) async fn main(settings: Values, _: World) -> Result<()> {
    let shop = Shop {
        tickets: settings.number("tickets"),
        sold: Rc::default(),
        reserves: settings.get("variant") == "reserve",
        lock: match settings.get("variant") {
            "lock" => Some(Lock::new().named("counter")),
            _ => None,
        },
        gap: settings.number("gap") as u64,
        pay: settings.number("pay") as u64,
    };
    let customers = settings.number("customers");
    record_value("sold", 0);
    let buying = (1..=customers).map(|n| spawn(shop.clone().buy(n)).named(format!("customer {n}")));
    gather(buying).await?;

    let (sold, tickets) = (shop.sold.get(), shop.tickets);
    print(format!("{sold} of {tickets} tickets are sold"));
    Ok(())
}

#[derive(Clone)]
struct Shop {
    tickets: usize,
    sold: Rc<Cell<usize>>,
    reserves: bool,
    lock: Option<Lock>,
    gap: u64,
    pay: u64,
}

impl Shop {
    async fn buy(self, n: usize) -> Result<()> {
        // One customer comes after the other.
        sleep(ms(n as u64 * self.gap)).await;
        match &self.lock {
            Some(lock) => {
                let _held = lock.acquire().await;
                self.look_and_pay(n).await;
            }
            None => self.look_and_pay(n).await,
        }
        Ok(())
    }

    async fn look_and_pay(&self, n: usize) {
        if self.sold.get() == self.tickets {
            print(format!("customer {n}: sold out"));
            return;
        }
        if self.reserves {
            self.take();
        }
        // The bank answers, usually before the next customer comes.
        sleep(ms(self.pay)).await;
        if !self.reserves {
            self.take();
        }
        print(format!("customer {n} has a ticket"));
    }

    fn take(&self) {
        self.sold.set(self.sold.get() + 1);
        record_value("sold", self.sold.get() as u32);
    }
}
