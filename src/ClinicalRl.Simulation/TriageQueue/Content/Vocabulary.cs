using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.TriageQueue.Content;

/// <summary>The words an agent may use with the triage tools; their order is part of the published interface.</summary>
internal sealed class Vocabulary
{
    private Vocabulary(YamlMap file)
    {
        var topics = file.Maps("topics");
        Topics = [.. topics.Select(topic => topic.Text("id"))];
        TopicTitles = [.. topics.Select(topic => topic.Text("title"))];
        var measures = file.Maps("measures");
        Measures = [.. measures.Select(measure => measure.Text("id"))];
        MeasureMinutes = [.. measures.Select(measure => measure.Whole("minutes"))];
        Regions = [.. file.Texts("regions")];
        Routes = [.. file.Texts("routes")];
        Signs = [.. file.Texts("signs")];
        file.Close();
    }

    public ImmutableArray<string> Topics { get; }

    public ImmutableArray<string> TopicTitles { get; }

    public ImmutableArray<string> Measures { get; }

    public ImmutableArray<int> MeasureMinutes { get; }

    public ImmutableArray<string> Regions { get; }

    public ImmutableArray<string> Routes { get; }

    public ImmutableArray<string> Signs { get; }

    public static Vocabulary Load() => new(ContentFiles.Open("triage-queue/vocabulary.yaml"));
}
