"""threading.local and its subclasses: one state per thread."""
import asyncio
import threading

class Settings(threading.local):
    name = "default"
    made = 0

    def __init__(self, size=3):
        self.size = size
        Settings.made += 1

settings = Settings(size=5)
plain = threading.local()
plain.value = "main"

def work(n):
    seen = settings.name, settings.size, getattr(plain, "value", None)
    settings.name = plain.value = n
    return seen, settings.name, plain.value

async def main():
    print(await asyncio.to_thread(work, "thread"))
    print(settings.name, settings.size, plain.value, Settings.made)

asyncio.run(main())
