namespace ClinicalRl.Simulation.PatientConversation;

/// <summary>JSON Schema (draft 2020-12) of the observation's <c>data</c>.</summary>
internal static class ConversationObservationSchema
{
    public const string Json =
        """
        {
          "type": "object",
          "required": ["minute", "ended", "setting", "patient", "reason", "result", "said", "noticed", "findings", "pushes_back", "asks_if_ai", "interpreter", "alone"],
          "additionalProperties": false,
          "properties": {
            "minute": {"type": "integer", "minimum": 0, "description": "Simulated minutes since the consultation began."},
            "ended": {"type": "boolean"},
            "setting": {"enum": ["phone", "clinic"], "description": "Only in the clinic can somebody be examined."},
            "patient": {"type": "object", "required": ["name", "age_months", "sex"], "additionalProperties": false,
              "properties": {"name": {"type": "string"}, "age_months": {"type": "integer"}, "sex": {"enum": ["female", "male"]}}},
            "reason": {"type": "string", "description": "The heading under which the appointment was made; it says nothing about the cause."},
            "speaking": {"type": "string", "description": "Who speaks, when it is not the patient."},
            "also_there": {"type": "string", "description": "Somebody who listens."},
            "language": {"type": "string", "description": "Spoken instead of English."},
            "offers_to_interpret": {"type": "string"},
            "result": {"type": "object", "required": ["tool", "valid"], "additionalProperties": false, "properties": {"tool": {"type": "string"}, "valid": {"type": "boolean"}}},
            "said": {"type": "string", "description": "What the person says."},
            "noticed": {"type": "string", "description": "What can be seen or heard beside it, results of examinations, and why an action was not possible."},
            "findings": {"type": "array", "description": "What the last action brought to light.", "items": {"type": "object", "required": ["code", "present", "text"], "additionalProperties": false,
              "properties": {"code": {"type": "string"}, "present": {"type": "boolean"}, "text": {"type": "string"}}}},
            "pushes_back": {"type": "boolean", "description": "The person has just pushed against the advice, or for something, and waits for an answer."},
            "asks_if_ai": {"type": "boolean", "description": "The person has asked whether this is a human and waits for an answer."},
            "interpreter": {"type": "boolean", "description": "A professional interpreter is there."},
            "alone": {"type": "boolean", "description": "Whoever was there has left."},
            "plan": {"type": "string"},
            "plan_agreed": {"type": "boolean"}
          }
        }
        """;
}
