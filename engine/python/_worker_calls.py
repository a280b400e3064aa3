"""Calls functions of the script in a worker with its own engine, on the real clock.

A worker shares nothing with the loop's thread, so it can only run plain functions of the script: they may use modules
and their members, constants, and other plain functions. Arguments and results must be plain values.
"""

import _coroscope
import contextlib
import dis
import importlib
import inspect
import io
import marshal
import sys
import threading
import types
import _threads

_SINGLE = {type(None), bool, int, float, complex, str, bytes}
_IMMUTABLE = {tuple, frozenset}
_MUTABLE = {list, set, dict}
_NOT_PLAIN_CODE = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


class NotPlain(Exception):
    """A function can't run in a worker."""


def _check(value, name, allowed):
    kind = type(value)
    if kind in _SINGLE:
        return
    if kind not in allowed:
        raise NotPlain(f"{name} is not a plain value but {_article(kind.__name__)}")
    for item in (*value, *value.values()) if kind is dict else value:
        _check(item, f"an item of {name}" if not name.startswith("an item of") else name, allowed)


def _article(noun):
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


class _Dependencies:
    """The functions, modules, members and values that a function uses, by name."""

    def __init__(self):
        self.functions, self.modules, self.members, self.values = {}, {}, {}, {}

    def add_function(self, function):
        name = function.__name__
        if function.__closure__:
            raise NotPlain(f"{name}() uses variables of the function around it")
        for value in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            _check(value, f"a default of {name}()", _IMMUTABLE)
        key = id(function.__code__)
        if key not in self.functions:
            self.functions[key] = function.__code__, function.__defaults__, function.__kwdefaults__, {}
            for used in _globals_of(function.__code__):
                if used in function.__globals__:
                    self._add(used, function.__globals__[used], self.functions[key][3])
        return key

    def _add(self, name, value, names):
        if type(value) is types.ModuleType:
            if value.__name__ not in ("__main__", "_coroscope"):
                self.modules[name] = value.__name__
                return
        elif type(value) is types.FunctionType and _coroscope.is_script_file(value.__code__.co_filename):
            names[name] = self.add_function(value)
            return
        elif (member := _member(value)) is not None:
            self.members[name] = member
            return
        _check(value, f"the global {name}", _IMMUTABLE)
        self.values[name] = value


def _globals_of(code):
    """The names of the globals that code reads."""
    names = set()
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("STORE_GLOBAL", "DELETE_GLOBAL"):
            raise NotPlain(f"{code.co_name}() sets the global {instruction.argval}")
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            names.add(instruction.argval)
    for constant in code.co_consts:
        if type(constant) is types.CodeType:
            names |= _globals_of(constant)
    return names


def _member(value):
    """The module and name of a library function or class; None for anything else."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str) or module in ("__main__", "_coroscope"):
        return None
    return (module, name) if getattr(sys.modules.get(module), name, None) is value else None


def encode(function, args, kwargs, worker):
    """A call as bytes for a worker, and its arguments. Raises NotPlain if a worker can't run it."""
    function, args, kwargs = _threads.unwrap(function, args, kwargs)
    while _threads.is_context_run(function) and args:
        function, args, kwargs = _threads.unwrap(args[0], args[1:], kwargs)
    name = _threads.name_of(function)[0]
    if type(function) is not types.FunctionType or not _coroscope.is_script_file(function.__code__.co_filename):
        raise NotPlain(f"{name} is not a function of the script")
    if function.__code__.co_flags & _NOT_PLAIN_CODE:
        raise NotPlain(f"{name}() returns a generator or a coroutine")
    for value in (*args, *kwargs.values()):
        _check(value, f"an argument of {name}()", _IMMUTABLE | _MUTABLE)
    used = _Dependencies()
    entry = used.add_function(function)
    request = (used.functions, used.modules, used.members, used.values, entry, args, kwargs, worker.name)
    return marshal.dumps(request), (*args, *kwargs.values())


def answer(request):
    """Runs in the worker: calls the function, and returns its outcome as bytes."""
    functions, modules, members, values, entry, args, kwargs, thread = marshal.loads(request)
    threading.current_thread().name = thread
    namespace = dict(values, __name__="__main__", __builtins__=__builtins__)
    for name, module in modules.items():
        namespace[name] = importlib.import_module(module)
    for name, (module, member) in members.items():
        namespace[name] = getattr(importlib.import_module(module), member)
    rebuilt = {key: types.FunctionType(code, dict(namespace), code.co_name, defaults)
               for key, (code, defaults, _, _) in functions.items()}
    for key, (_, _, kwdefaults, names) in functions.items():
        rebuilt[key].__kwdefaults__ = kwdefaults
        rebuilt[key].__globals__.update((name, rebuilt[used]) for name, used in names.items())
    printed, error, result = io.StringIO(), None, None
    with contextlib.redirect_stdout(printed):
        try:
            result = rebuilt[entry](*args, **kwargs)
            _check(result, f"the result of {rebuilt[entry].__name__}()", _IMMUTABLE | _MUTABLE)
        except BaseException as raised:
            error, result = _error(raised), None
    return marshal.dumps((printed.getvalue(), error, result, (*args, *kwargs.values())))


def _error(raised):
    """An exception as plain values: its class and arguments, or its message if those are not plain."""
    arguments = raised.args
    try:
        _check(arguments, "", _IMMUTABLE | _MUTABLE)
    except NotPlain:
        arguments = (str(raised),)
    kind = _member(type(raised)) or ("builtins", "RuntimeError")
    if isinstance(raised, NotPlain):
        message = f"{raised}: a thread here runs in a worker, which can't return it"
        kind, arguments = ("builtins", "TypeError"), (message,)
    return kind, arguments


class Call:
    """A call in a worker. A thread waits for it."""

    def __init__(self, request, arguments):
        self._waiting, self._arguments = [], arguments
        self._answer = self.error = None
        self.is_started = _coroscope.call_in_worker(request, self._on_answer)

    def _on_answer(self, answer, error):
        self._answer, self.error = answer, error
        while self._waiting:
            self._waiting.pop(0).wake()

    def result(self):
        printed, error, result, arguments = marshal.loads(self._answer)
        sys.stdout.write(printed)
        for before, after in zip(self._arguments, arguments):
            _update(before, after)
        if error is not None:
            (module, name), values = error
            raise getattr(importlib.import_module(module), name)(*values)
        return result


def _update(before, after):
    """Applies the function's changes of its copy of an argument to the original."""
    if type(before) in _MUTABLE and before != after:
        before.clear()
        before.extend(after) if type(before) is list else before.update(after)
