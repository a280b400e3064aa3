# Line 17: the exceptions are results here, and the results are thrown away. Source: lablup/backend.ai#11221.
import asyncio


class Agent:
    def __init__(self, name, images):
        self.name, self.images = name, images

    async def pull(self, image):
        await asyncio.sleep(0.05)
        if image not in self.images:
            raise FileNotFoundError(f"{self.name} has no {image}")
        print(self.name, "pulled", image)


async def launch(agents, image):
    await asyncio.gather(*(agent.pull(image) for agent in agents), return_exceptions=True)
    print("all agents are ready")


async def main():
    agents = [Agent("a1", {"py311"}), Agent("a2", {"py39"}), Agent("a3", {"py311"})]
    await launch(agents, "py311")


asyncio.run(main())
