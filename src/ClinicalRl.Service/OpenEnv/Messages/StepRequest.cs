using System.Text.Json;

namespace ClinicalRl.Service.OpenEnv.Messages;

/// <summary>A step asked for over plain HTTP.</summary>
/// <param name="Action">What to do.</param>
/// <param name="EpisodeId">In which episode; null begins a new one.</param>
/// <param name="Step">Index the client expects of this step, or null.</param>
/// <param name="RewardMode">What <c>reward</c> shall mean.</param>
internal sealed record StepRequest(WireAction Action, string? EpisodeId, int? Step, RewardMode RewardMode)
{
    /// <summary>Reads the body of <c>POST /step</c>. Faults of the action are located from the action, all others from the body.</summary>
    public static StepRequest Read(JsonElement body, out IReadOnlyList<FieldFault> faults)
    {
        var fields = new FieldReader();
        string? episodeId = null;
        int? step = null;
        var mode = RewardMode.Step;
        JsonElement action = default;
        foreach (var property in body.EnumerateObject())
        {
            var (name, value) = (property.Name, property.Value);
            if (name == "action")
                action = value;
            else if (value.ValueKind == JsonValueKind.Null)
                continue;
            else if (name == "episode_id")
                episodeId = fields.Text(name, value, ResetOptions.MaxEpisodeIdLength);
            else if (name == "request_id")
                fields.Text(name, value, ResetOptions.MaxEpisodeIdLength);
            else if (name == "step")
                step = fields.Index(name, value);
            else if (name == "reward_mode" && fields.Word(name, value, RewardModes.Words) is { } word)
                mode = (RewardMode)Array.IndexOf(RewardModes.Words, word);
            else if (name == "timeout_s")
                fields.PositiveNumber(name, value);
        }

        if (action.ValueKind == JsonValueKind.Undefined)
            fields.Faults.Add(FieldFault.Missing("action", WireJson.Quote(body)));
        else if (action.ValueKind != JsonValueKind.Object)
            fields.Faults.Add(FieldFault.NotObject("action", WireJson.Quote(action)));
        if (fields.Faults.Count > 0)
        {
            faults = [.. fields.Faults.Select(fault => fault.Under("body"))];
            return new StepRequest(default, null, null, mode);
        }

        var read = WireAction.Read(WireJson.Raw(action));
        faults = read.Faults;
        return new StepRequest(read, episodeId, step, mode);
    }
}
