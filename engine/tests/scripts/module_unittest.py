"""unittest, with cases that await, and mocks."""
import asyncio
import io
import unittest
from unittest import mock

class Cases(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.queue = asyncio.Queue()
        await self.queue.put(1)

    async def test_get(self):
        await asyncio.sleep(1)
        self.assertEqual(await self.queue.get(), 1)

    async def test_fails(self):
        self.assertEqual(await self.queue.get(), 2)

    async def test_raises(self):
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(asyncio.sleep(5), 1)

    @unittest.skip("later")
    async def test_skipped(self):
        pass

class Plain(unittest.TestCase):
    def test_mock(self):
        called = mock.Mock(return_value=3)
        self.assertEqual(called("a"), 3)
        called.assert_called_once_with("a")

    def test_async_mock(self):
        fetch = mock.AsyncMock(side_effect=[1, 2])

        async def both():
            return [await fetch(), await fetch()]

        self.assertEqual(asyncio.run(both()), [1, 2])
        self.assertEqual(fetch.await_count, 2)

for case in Cases, Plain:
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    print(case.__name__, result.testsRun, len(result.failures), len(result.errors), len(result.skipped))
