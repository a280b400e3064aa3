# Line 26: the pump runs this handler, so it can not handle the message that sets the event. Source: Textualize/textual#1636.
import asyncio


class App:
    def __init__(self):
        self.messages = asyncio.Queue()
        self.handlers = {"pressed": self.on_pressed, "mount": self.on_mount}

    async def pump(self):
        while True:
            name, done = await self.messages.get()
            print("handles", name)
            await self.handlers[name]()
            done.set()
            if name == "mount":
                return

    def post(self, name):
        done = asyncio.Event()
        self.messages.put_nowait((name, done))
        return done

    async def on_pressed(self):
        mounted = self.post("mount")
        await mounted.wait()
        print("the new screen is there")

    async def on_mount(self):
        await asyncio.sleep(0.01)


async def main():
    app = App()
    app.post("pressed")
    await asyncio.create_task(app.pump(), name="pump")
    print("never printed")


asyncio.run(main())
