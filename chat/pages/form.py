"""The form page."""
from sanic import HTTPResponse, Request
from chat.services import services
async def show(request: Request) -> HTTPResponse:
    return services(request).pages.render("index.html")
async def receive(request: Request) -> HTTPResponse:
    return services(request).pages.render("index.html")
