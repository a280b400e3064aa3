//! Runs a program step by step, to its end or until its runtime is dropped.

use super::order::RandomOrder;
use super::program::Program;
use super::tracked::tracked;
use super::world::World;
use super::{final_checks, step_checks};
use core::cell::RefCell;
use coroscope::Runtime;
use coroscope::runtime::VirtualClock;
use coroscope::trace::Model;
use std::rc::Rc;

/// No program needs more.
const MAX_STEPS: u64 = 5_000;

struct Run {
    rt: Runtime,
    clock: Rc<VirtualClock>,
    world: Rc<World>,
    model: Model,
    steps: u64,
}

/// Runs the program and checks it after each step.
pub fn check(program: &Program) -> Result<(), String> {
    check_in(Run::new(program), program)
}

/// The same in another order of timers.
pub fn check_in_order(program: &Program, seed: u64) -> Result<(), String> {
    let run = Run::new(program);
    run.rt.set_choices(Rc::new(RandomOrder::of(seed)));
    check_in(run, program)
}

fn check_in(mut run: Run, program: &Program) -> Result<(), String> {
    let mut tasks = program.tasks.iter();
    if program.main
        && let Some(main) = tasks.next()
    {
        drop(run.rt.start(tracked(&run.world, main, None)));
    }
    for task in tasks {
        drop(run.rt.spawn(tracked(&run.world, task, None)));
    }
    if run.run_on(program.dropped_after)? {
        return run.close();
    }
    // Tasks that still wait will never continue: `run_on` has checked that.
    run.rt.stop("the end of the program");
    run.run_on(None)?;
    if run.rt.pending() > 0 {
        return Err(format!("these tasks wait after the end: {:?}", run.names()));
    }
    final_checks::check_ends(&run.world, &run.model)?;
    run.close()
}

impl Run {
    fn new(program: &Program) -> Run {
        let rt = Runtime::virtual_clock();
        let clock = rt
            .clock()
            .expect("it was made on the virtual clock")
            .clone();
        let made = Rc::new(RefCell::new(None));
        let (make, program) = (made.clone(), program.clone());
        drop(rt.spawn(async move {
            make.replace(Some(Rc::new(World::new(&program))));
            Ok(())
        }));
        while clock.step() {}
        let world = made.take().expect("the task has run");
        Run {
            rt,
            clock,
            world,
            model: Model::default(),
            steps: 0,
        }
    }

    /// Runs until nothing can continue. Returns true if the runtime must be dropped before that.
    fn run_on(&mut self, dropped_after: Option<u64>) -> Result<bool, String> {
        loop {
            if dropped_after == Some(self.steps) {
                return Ok(true);
            }
            self.world.moment();
            if !self.clock.step() {
                break;
            }
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err("the program does not end".to_owned());
            }
            self.rt.with_log(|log| self.model.update(log));
            step_checks::check(&self.world, &self.model)?;
        }
        step_checks::check_ends(&self.model)?;
        if !step_checks::is_at_rest(&self.model) {
            return Err(format!(
                "the loop stopped while a task was ready: {:?}",
                self.names()
            ));
        }
        Ok(false)
    }

    fn names(&self) -> Vec<Rc<str>> {
        let tasks = self.rt.all_tasks();
        tasks.iter().map(|task| task.name()).collect()
    }

    /// Drops the runtime, and checks that nothing of it is left.
    fn close(self) -> Result<(), String> {
        let Run {
            rt, clock, world, ..
        } = self;
        world.closing.set(true);
        drop(rt);
        final_checks::check_all_back(&world)?;
        match Rc::try_unwrap(world) {
            Ok(world) => drop(world),
            Err(world) => {
                let held = Rc::strong_count(&world);
                return Err(format!("the world still has {held} references"));
            }
        }
        match Rc::strong_count(&clock) {
            1 => Ok(()),
            _ => Err("the runtime's core is still alive".to_owned()),
        }
    }
}
