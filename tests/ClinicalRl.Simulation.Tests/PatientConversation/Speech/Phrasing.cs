using ClinicalRl.Simulation.PatientConversation.Content;
using ClinicalRl.Simulation.PatientConversation.Flow;

namespace ClinicalRl.Simulation.Tests.PatientConversation.Speech;

/// <summary>An ordinary sentence of a clinician and what it should be understood as: <c>topic fever | Have you had a temperature?</c></summary>
internal sealed record Phrasing(string Kind, string[] Words, string Text)
{
    public static IReadOnlyList<Phrasing> Load(string file) =>
        [.. File.ReadAllLines(Path.Combine(Folder(), file)).Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    /// <summary>Whether a turn holds what is meant, and no plan when none is.</summary>
    public bool IsUnderstood(Turn turn, ConversationVocabulary words)
    {
        var understood = Kind switch
        {
            "topic" => turn.Questions.Exists(question => (question.Topics & words.Topics.Bit(Words[0])) != 0),
            "place" => turn.Places == words.Places.Bit(Words[0]),
            "team" => (turn.Teams & words.Teams.Bit(Words[0])) != 0,
            "advice" => (turn.Advice & words.Advice.Bit(Words[0])) != 0,
            "point" => (turn.Points & words.Points.Bit(Words[0])) != 0,
            "response" => (turn.Responses & words.Responses.Bit(Words[0])) != 0,
            "arrangement" => (turn.Arrangements & words.Arrangements.Bit(Words[0])) != 0,
            "teachback" => turn.TeachBack,
            "net" => turn.SpokenSigns.Exists(signs => (signs & words.Signs.Bit(Words[0])) != 0) && Words.Skip(1).All(word => IsInNet(turn, words, word)),
            "passes" => turn.PassedOn.Exists(topics => (topics & words.Topics.Bit(Words[0])) != 0),
            _ => throw new InvalidDataException($"'{Kind}' is no kind of phrasing."),
        };
        return understood && (turn.Places == 0 || Kind is not ("topic" or "net" or "teachback"));
    }

    private static bool IsInNet(Turn turn, ConversationVocabulary words, string word) =>
        words.Routes.Find(word) >= 0 ? turn.SpokenRoutes.Exists(routes => (routes & words.Routes.Bit(word)) != 0) : turn.NetHours == int.Parse(word, System.Globalization.CultureInfo.InvariantCulture);

    private static Phrasing Parse(string line)
    {
        var parts = line.Split(" | ", 2);
        var words = parts[0].Split(' ');
        return new Phrasing(words[0], words[1..], parts[1]);
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ClinicalRl.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "ClinicalRl.Simulation.Tests", "PatientConversation", "Speech", "Phrasings");
    }
}
