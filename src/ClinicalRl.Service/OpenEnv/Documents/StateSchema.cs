using System.Text.Json;

namespace ClinicalRl.Service.OpenEnv.Documents;

/// <summary>JSON Schema of the state of a session.</summary>
internal static class StateSchema
{
    private const string Json = """
        {
          "title": "State",
          "type": "object",
          "properties": {
            "episode_id": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": null, "description": "The client's own name of the episode, or the one made for it."},
            "step_count": {"type": "integer", "minimum": 0, "default": 0, "description": "Steps taken."},
            "done": {"type": "boolean", "description": "Whether the episode is over."},
            "terminated": {"type": "boolean", "description": "The task itself ended."},
            "truncated": {"type": "boolean", "description": "A limit ended it."},
            "episode_reward": {"type": "number", "description": "The episode reward so far."},
            "reward_mode": {"enum": ["step", "terminal", "delta"], "description": "What a reward on the wire means."}
          },
          "additionalProperties": true
        }
        """;

    /// <summary>Writes it.</summary>
    public static void Write(Utf8JsonWriter writer)
    {
        using var document = JsonDocument.Parse(Json);
        document.RootElement.WriteTo(writer);
    }
}
