# Line 13: results come in the order of the ends, and are matched with the inputs. Source: run-llama/llama_index#11562.
import asyncio


async def embed(batch):
    await asyncio.sleep(0.05 * len(batch))
    return [word.upper() for word in batch]


async def run_jobs(jobs):
    results, total = [], len(jobs)
    for done, job in enumerate(asyncio.as_completed(jobs), 1):
        results.append(await job)
        print(f"progress {done}/{total}")
    return results


async def main():
    batches = [["a", "b", "c"], ["d", "e"], ["f"]]
    results = await run_jobs([embed(batch) for batch in batches])
    wrong = 0
    for batch, vectors in zip(batches, results):
        print(batch, "->", vectors)
        wrong += [word.upper() for word in batch] != vectors
    print(wrong, "batches have the vectors of others")


asyncio.run(main())
