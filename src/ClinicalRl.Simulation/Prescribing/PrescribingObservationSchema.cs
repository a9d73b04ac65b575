namespace ClinicalRl.Simulation.Prescribing;

/// <summary>JSON Schema (draft 2020-12) of the observation's <c>data</c>.</summary>
internal static class PrescribingObservationSchema
{
    private const string Facts =
        """
        {"type": "array", "items": {"type": "object", "required": ["kind", "name"], "additionalProperties": false,
          "properties": {
            "kind": {"enum": ["condition", "number", "allergy", "test", "need", "calculated"]}, "name": {"type": "string"},
            "value": {"type": "number"}, "months_old": {"type": "integer", "description": "Age of a result; 0 for a present one."},
            "reaction": {"enum": ["unknown", "intolerance", "delayed", "immediate"]}, "weeks": {"type": "number", "description": "Weeks since a test was last done."}}}}
        """;

    public const string Json =
        $$$$$$"""
        {
          "type": "object",
          "required": ["minute", "decide_by_minute", "ended", "patient", "request", "result", "news", "chart"],
          "additionalProperties": false,
          "properties": {
            "minute": {"type": "integer", "minimum": 0, "description": "Simulated minutes since the request came in."},
            "decide_by_minute": {"type": "integer", "description": "When it should be decided."},
            "ended": {"type": "boolean"},
            "patient": {
              "type": "object", "required": ["name", "age_years", "sex", "ethnicity", "language", "number"], "additionalProperties": false,
              "properties": {"name": {"type": "string"}, "age_years": {"type": "integer"}, "sex": {"enum": ["female", "male"]},
                "ethnicity": {"type": "string"}, "language": {"type": "string"}, "number": {"type": "string"}}
            },
            "request": {
              "type": "object", "required": ["type", "title", "setting", "from", "text", "for"], "additionalProperties": false,
              "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "setting": {"type": "string"}, "from": {"type": "string"}, "text": {"type": "string"},
                "for": {"type": "array", "items": {"type": "string"}, "description": "Indications that the requester says need treatment."}}
            },
            "result": {
              "type": "object", "description": "What the last action brought to light.",
              "required": ["tool", "valid", "text", "facts", "alerts"], "additionalProperties": false,
              "properties": {
                "tool": {"type": "string"}, "valid": {"type": "boolean"}, "text": {"type": "string"},
                "facts": {{{{{{Facts}}}}}},
                "alerts": {"type": "array", "items": {"type": "object", "required": ["rule", "order", "text"], "additionalProperties": false,
                  "properties": {"rule": {"type": "string"}, "order": {"type": "string"}, "with": {"type": "string"}, "text": {"type": "string"}}}}
              }
            },
            "news": {"type": "array", "description": "What happened during the last action.", "items": {"type": "object", "required": ["text", "facts"], "additionalProperties": false,
              "properties": {"text": {"type": "string"}, "facts": {{{{{{Facts}}}}}}}}},
            "chart": {
              "type": "array", "description": "Lines of the chart: what is asked for, what you wrote, and the record's medicines once they have been read.",
              "items": {
                "type": "object", "required": ["id", "medicine", "dose", "unit", "route", "frequency", "indication", "as_written", "origin", "changed", "status"], "additionalProperties": false,
                "properties": {
                  "id": {"type": "string"}, "medicine": {"type": "string"}, "dose": {"type": "number"}, "unit": {"type": "string"}, "route": {"type": "string"},
                  "frequency": {"type": "string"}, "indication": {"type": "string"}, "duration_days": {"type": "integer"}, "day": {"type": "string"},
                  "most_per_day": {"type": "integer"}, "as_written": {"type": "string"}, "origin": {"enum": ["requested", "yours", "self_bought", "record"]},
                  "changed": {"type": "boolean"}, "status": {"enum": ["active", "paused", "stopped"]}
                }
              }
            }
          }
        }
        """;
}
