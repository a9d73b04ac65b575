using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Simulation.Actions;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.PatientConversation.Content;

namespace ClinicalRl.Simulation.PatientConversation.Speech;

/// <summary>Says in plain sentences what the tools say in words of the vocabulary.</summary>
internal sealed class PlainWords
{
    private const string Path = "patient-conversation/plain-words.yaml";

    private readonly ImmutableDictionary<string, ImmutableDictionary<string, string>> sentences;

    private PlainWords(YamlMap file)
    {
        sentences = file.Keys.ToImmutableDictionary(kind => kind, kind => Read(file.Map(kind)), StringComparer.Ordinal);
        file.Close();
    }

    public static PlainWords Load() => new(ContentFiles.Open(Path));

    /// <summary>The sentence for a word, such as "Have you had a fever?" for the topic fever; null when there is none.</summary>
    public string? Of(string kind, string word) => sentences[kind].GetValueOrDefault(word);

    /// <summary>A tool call put in words, or the call itself where words cannot do it.</summary>
    public AgentAction Say(AgentAction action, Family family, ConversationVocabulary words)
    {
        var arguments = action.Arguments;
        var said = action.Tool switch
        {
            "ask" => Of("topics", arguments.GetProperty("topic").GetString()!),
            "explain" => Join("points", arguments, "points"),
            "advise" => Advise(arguments),
            "respond" => Join("responses", arguments, "with"),
            "arrange" => Join("arrangements", arguments, "what"),
            "refer" => Refer(arguments, family, words),
            "safety_net" => Net(arguments),
            "check_understanding" => "Can you tell me in your own words what we agreed?",
            "end" => "Thank you, goodbye.",
            _ => null,
        };
        return said is null ? action : AgentAction.Call("say", new { text = said });
    }

    private string Advise(JsonElement arguments)
    {
        var said = Join("advice", arguments, "what");
        return arguments.TryGetProperty("dose_mg", out var dose) ? said.Replace("take ", FormattableString.Invariant($"take {dose.GetDouble()} mg of "), StringComparison.Ordinal) : said;
    }

    /// <summary>What was examined has no topic to be spoken of by, so it is passed on by the tool.</summary>
    private string? Refer(JsonElement arguments, Family family, ConversationVocabulary words)
    {
        var said = arguments.TryGetProperty("to", out var place) ? Of("destinations", place.GetString()!)! : "";
        if (arguments.TryGetProperty("team", out var team))
            said = Add(said, Of("teams", team.GetString()!)!);
        var passing = new List<string>();
        foreach (var code in Words(arguments, "findings"))
        {
            var topic = family.Items.Single(item => item.Code == code).Topic;
            if (topic < 0 || Of("passing", words.Topics.Ids[topic]) is not { } finding)
                return null;
            passing.Add(finding);
        }

        return passing.Count == 0 ? said : Add(said, $"I will let them know about {string.Join(" and ", passing.Distinct(StringComparer.Ordinal))}.");
    }

    private string Net(JsonElement arguments)
    {
        var signs = Words(arguments, "signs").Select(sign => Of("signs", sign));
        var routes = Words(arguments, "routes").Select(route => Of("routes", route)).Distinct(StringComparer.Ordinal);
        return FormattableString.Invariant(
            $"If there is {string.Join(" or ", signs)} within {arguments.GetProperty("within_hours").GetInt32()} hours, please {string.Join(" or ", routes)}.");
    }

    private string Join(string kind, JsonElement arguments, string argument) => Words(arguments, argument).Select(word => Of(kind, word)!).Aggregate("", Add);

    private static string Add(string said, string sentence) => said.Length == 0 ? sentence : said + " " + sentence;

    private static IEnumerable<string> Words(JsonElement arguments, string argument) =>
        arguments.TryGetProperty(argument, out var list) ? list.EnumerateArray().Select(word => word.GetString()!) : [];

    private static ImmutableDictionary<string, string> Read(YamlMap map)
    {
        var read = map.Keys.ToImmutableDictionary(word => word, map.Text, StringComparer.Ordinal);
        map.Close();
        return read;
    }
}
