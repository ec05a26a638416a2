"""A plain FastAPI application that serves the Responses API over HTTP and knows nothing of WebSocket."""
import json

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

app = FastAPI()


def text_of(content):
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


@app.post("/v1/responses")
async def responses(request: Request):
    body = await request.json()
    said = text_of([item for item in body["input"] if item.get("role") == "user"][-1]["content"])
    number = len(body["input"])
    response = {"id": f"resp_{number}", "object": "response", "status": "in_progress", "output": []}
    message = {
        "id": f"msg_{number}", "type": "message", "role": "assistant", "status": "completed",
        "content": [{"type": "output_text", "text": said.removeprefix("say "), "annotations": []}],
    }
    events = [
        {"type": "response.created", "response": response},
        {"type": "response.completed", "response": {**response, "status": "completed", "output": [message]}},
    ]

    def stream():
        for event in events:
            yield f"event: {event['type']}\ndata: {json.dumps(event)}\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream")
