#!/usr/bin/python3
"""A web server that answers each request with a page under the policy in its query: `/?policy=default-src 'self'`."""
import asyncio

from aiohttp import web


async def page(request):
    policy = request.query.get("policy", "")
    return web.Response(
        text="<!doctype html><html><body>A page under a policy</body></html>",
        content_type="text/html",
        headers={"Content-Security-Policy": policy},
    )


async def main():
    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"listening on http://localhost:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
