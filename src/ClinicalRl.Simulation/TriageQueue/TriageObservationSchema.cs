namespace ClinicalRl.Simulation.TriageQueue;

/// <summary>JSON Schema (draft 2020-12) of the observation's <c>data</c>.</summary>
internal static class TriageObservationSchema
{
    public const string Json =
        """
        {
          "type": "object",
          "required": ["minute", "shift_minutes", "ended", "arrivals_expected", "bays_free", "bays", "clinicians_free", "clinicians", "result", "news", "patients"],
          "additionalProperties": false,
          "properties": {
            "minute": {"type": "integer", "minimum": 0, "description": "Simulated minutes since the shift began."},
            "shift_minutes": {"type": "integer", "description": "Length of the shift."},
            "ended": {"type": "boolean"},
            "arrivals_expected": {"type": "boolean", "description": "Whether more people will come."},
            "bays_free": {"type": "integer"}, "bays": {"type": "integer"},
            "clinicians_free": {"type": "integer"}, "clinicians": {"type": "integer"},
            "result": {
              "type": "object",
              "description": "What the last action brought to light.",
              "required": ["tool", "valid", "understood", "text", "findings", "measurements"],
              "additionalProperties": false,
              "properties": {
                "tool": {"type": "string"}, "patient": {"type": "string"}, "valid": {"type": "boolean"}, "understood": {"type": "boolean"}, "text": {"type": "string"},
                "findings": {"type": "array", "items": {"type": "object", "required": ["code", "present", "text"], "additionalProperties": false,
                  "properties": {"code": {"type": "string"}, "present": {"type": "boolean"}, "text": {"type": "string"}}}},
                "measurements": {"type": "object", "additionalProperties": {"type": "number"}, "description": "respiratory_rate, pulse /min; spo2 %; systolic, diastolic mmHg; temperature C; consciousness 0 alert to 4 unresponsive; pain 0-10; capillary_refill s; glucose, ketones mmol/L; peak_flow % of best; weight kg."}
              }
            },
            "news": {"type": "array", "items": {"type": "string"}, "description": "Arrivals, departures and collapses during the last action."},
            "patients": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "name", "age_months", "sex", "presentation", "complaint", "minutes_here", "status", "seen"],
                "additionalProperties": false,
                "properties": {
                  "id": {"type": "string"}, "name": {"type": "string"}, "age_months": {"type": "integer"}, "sex": {"enum": ["female", "male"]},
                  "presentation": {"type": "string", "description": "Reception's heading for the complaint; it says nothing about the cause."},
                  "complaint": {"type": "string"}, "note": {"type": "string"}, "accompanied": {"type": "boolean"}, "minutes_here": {"type": "integer"},
                  "status": {"enum": ["waiting", "awaiting_bay", "in_bay", "awaiting_clinician", "with_clinician", "transferred", "sent_home", "left"]},
                  "seen": {"type": "boolean"}, "category": {"type": "integer", "minimum": 1, "maximum": 5},
                  "disposition": {"enum": ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"]},
                  "look_again_in_minutes": {"type": "integer", "description": "Until the category's time is up; negative when overdue."}
                }
              }
            }
          }
        }
        """;
}
