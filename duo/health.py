"""Whether the running product is well."""

import httpx2

from casework.settings import Settings

PATIENCE_SECONDS = 3.0


async def answers(url: str) -> bool:
    """Whether `url` answers with 200 soon."""
    try:
        async with httpx2.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
            return (await client.get(url)).status_code == 200
    except httpx2.HTTPError:
        return False


async def report(settings: Settings) -> int:
    """Prints one line a process; returns 0 when all are well, 1 otherwise."""
    from duo.rooms import all_rooms

    well = True
    for room in all_rooms(settings):
        fine = await answers(room.ready_url)
        well = well and fine
        print(f"{room.name:<10} {'ok' if fine else 'NOT READY'}   {room.ready_url}")
    whole = f"http://{settings.chat_host}:{settings.chat_port}/readyz"
    fine = await answers(whole)
    print(f"{'together':<10} {'ok' if fine else 'NOT READY'}   {whole}")
    return 0 if well and fine else 1
