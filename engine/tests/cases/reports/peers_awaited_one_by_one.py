# Line 18: each peer is awaited before the next one is asked. Source: exo-explore/exo#31.
import asyncio
import time


class Peer:
    def __init__(self, name, latency):
        self.name, self.latency = name, latency

    async def send(self, message):
        await asyncio.sleep(self.latency)
        return f"{self.name} ok"


async def broadcast(peers, message):
    answers = []
    for peer in peers:
        answers.append(await peer.send(message))
    return answers


async def main():
    peers = [Peer("north", 0.12), Peer("east", 0.3), Peer("south", 0.08), Peer("west", 0.2)]
    began = time.perf_counter()
    print(await broadcast(peers, "new topology"))
    print(f"took {time.perf_counter() - began:.1f} s")


asyncio.run(main())
