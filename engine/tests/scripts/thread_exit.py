"""A program ends after its threads."""
import time
from concurrent.futures import ThreadPoolExecutor

def work(name):
    time.sleep(0.3)
    print(name)

pool = ThreadPoolExecutor(1)
pool.submit(work, "first")
pool.submit(work, "second")
print("end of the script")
