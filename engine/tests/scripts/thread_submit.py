"""Pools of threads without a loop."""
import concurrent.futures as futures, time

def work(seconds):
    time.sleep(seconds)
    if seconds > 0.6:
        raise ValueError("too long")
    return seconds

began = time.monotonic()
with futures.ThreadPoolExecutor(max_workers=3) as pool:
    first = pool.submit(work, 0.3)
    print(first.done(), first.running())
    print(first.result(), round(time.monotonic() - began, 1))
    print(list(pool.map(work, [0.3, 0.1, 0.2, 0.1])), round(time.monotonic() - began, 1))
    jobs = [pool.submit(work, seconds) for seconds in (0.5, 0.2, 0.7)]
    print([job.result() for job in futures.as_completed(jobs[:2])])
    done, left = futures.wait(jobs, timeout=0.1)
    print(len(done), len(left), round(time.monotonic() - began, 1))
    print(type(jobs[2].exception()).__name__, round(time.monotonic() - began, 1))
    try:
        pool.submit(work, 0.5).result(timeout=0.2)
    except TimeoutError:
        print("not there yet", round(time.monotonic() - began, 1))
    jobs[0].add_done_callback(lambda job: print("called at once", job.result()))
    pool.submit(work, 0.1).add_done_callback(lambda job: print("called", job.result()))
print(round(time.monotonic() - began, 1))
try:
    pool.submit(work, 1)
except RuntimeError as error:
    print(error)
try:
    futures.ThreadPoolExecutor(0)
except ValueError as error:
    print(error)
