namespace ClinicalRl.Simulation.EdHandover;

/// <summary>JSON Schema (draft 2020-12) of the observation's <c>data</c>.</summary>
internal static class HandoverObservationSchema
{
    public const string Json =
        """
        {
          "type": "object",
          "required": ["minute", "limit_minutes", "clock", "ended", "phase", "stay", "result", "news", "written", "open"],
          "additionalProperties": false,
          "properties": {
            "minute": {"type": "integer", "minimum": 0, "description": "Simulated minutes since the handover began."},
            "limit_minutes": {"type": "integer", "description": "Minutes until the receiving team's slot is over."},
            "clock": {"type": "string", "description": "Time of day, HH:MM."},
            "ended": {"type": "boolean"},
            "phase": {"enum": ["composing", "questions", "read_back", "accepted", "timed_out"]},
            "stay": {
              "type": "object",
              "required": ["name", "age_months", "place", "complaint", "receiver", "ward"],
              "additionalProperties": false,
              "properties": {
                "name": {"type": "string"}, "age_months": {"type": "integer"}, "place": {"type": "string"},
                "complaint": {"type": "string", "description": "Reception's heading; it says nothing about the cause."},
                "receiver": {"type": "string", "description": "The role that receives."}, "ward": {"type": "string"}
              }
            },
            "result": {
              "type": "object",
              "description": "What the last action brought to light.",
              "required": ["tool", "valid", "text", "entries"],
              "additionalProperties": false,
              "properties": {
                "tool": {"type": "string"}, "valid": {"type": "boolean"}, "text": {"type": "string"},
                "entries": {
                  "type": "array",
                  "description": "Lines of the record, or what somebody said (id empty).",
                  "items": {
                    "type": "object",
                    "required": ["id", "at", "author"],
                    "additionalProperties": false,
                    "properties": {
                      "id": {"type": "string"}, "at": {"type": "string"}, "author": {"type": "string"},
                      "filed_under": {"type": "string", "description": "The NHS number it is filed under, when that is another patient's."},
                      "text": {"type": "string"}, "code": {"type": "string"}, "detail": {"type": "string"}, "value": {"type": "number"}, "unit": {"type": "string"},
                      "time": {"type": "string"}, "due": {"type": "string"}, "owner": {"type": "string"}, "side": {"enum": ["left", "right"]},
                      "name": {"type": "string"}, "date_of_birth": {"type": "string"}, "nhs_number": {"type": "string"},
                      "observations": {"type": "object", "description": "respiratory_rate, pulse /min; spo2 %; systolic, diastolic mmHg; consciousness 0 alert to 4 unresponsive; temperature C.",
                        "required": ["on_oxygen", "respiratory_rate", "spo2", "systolic", "diastolic", "pulse", "consciousness", "temperature"], "additionalProperties": false,
                        "properties": {"on_oxygen": {"type": "boolean"}, "respiratory_rate": {"type": "number"}, "spo2": {"type": "number"}, "systolic": {"type": "number"}, "diastolic": {"type": "number"},
                          "pulse": {"type": "number"}, "consciousness": {"type": "number"}, "temperature": {"type": "number"}, "news2_charted": {"type": "integer"}}}
                    }
                  }
                }
              }
            },
            "news": {"type": "array", "items": {"type": "string"}, "description": "What came to light while the action took its time."},
            "written": {"type": "object", "additionalProperties": {"type": "integer"}, "description": "Statements written so far, by item."},
            "open": {
              "type": "array",
              "description": "What waits for an answer: Q1 to Q4, PUSH, CALL, or the lines read back.",
              "items": {"type": "object", "required": ["id", "text"], "additionalProperties": false, "properties": {"id": {"type": "string"}, "text": {"type": "string"}}}
            }
          }
        }
        """;
}
