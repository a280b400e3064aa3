# Line 14: accept() would set this event, and comes only after click(); nothing happens until the timeout. Source: microsoft/playwright-python#484.
import asyncio


class Page:
    def __init__(self):
        self.opened = asyncio.Event()
        self.closed = asyncio.Event()

    async def click(self, text):
        await asyncio.sleep(0.05)
        print("clicked", text)
        self.opened.set()
        await self.closed.wait()
        print("click is through")

    async def expect_dialog(self):
        await self.opened.wait()
        return self

    def accept(self):
        self.closed.set()


async def main():
    page = Page()
    expecting = asyncio.create_task(page.expect_dialog(), name="expect-dialog")
    try:
        async with asyncio.timeout(3):
            await page.click("CREATE")
            (await expecting).accept()
    except TimeoutError:
        print("TimeoutError: 3 s exceeded while clicking")
    print("dialog was there:", expecting.done())


asyncio.run(main())
