using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>The words of the record and of the tools; their order is part of the published interface.</summary>
internal sealed class HandoverVocabulary
{
    private HandoverVocabulary(YamlMap file, Concepts concepts)
    {
        var sections = file.Maps("sections");
        Sections = [.. sections.Select(section => section.Text("id"))];
        SectionTitles = [.. sections.Select(section => section.Text("title"))];
        Asked = [.. file.Texts("asked")];
        AskedRoles = [.. Asked.Select(code => concepts.Require(code, file))];
        Flags = [.. file.Texts("flags")];
        Contacts = [.. file.Texts("contacts")];
        ContactRoles = [.. Contacts.Select(code => concepts.Require(code, file))];
        Units = [.. file.Texts("units")];
        Vague = [.. file.Texts("vague")];
        Certain = [.. file.Texts("certain")];
        file.Close();
    }

    public ImmutableArray<string> Sections { get; }

    public ImmutableArray<string> SectionTitles { get; }

    /// <summary>Whom the agent can ask, by code and as concepts.</summary>
    public ImmutableArray<string> Asked { get; }

    public ImmutableArray<int> AskedRoles { get; }

    public ImmutableArray<string> Flags { get; }

    /// <summary>Whom the agent can call, by code and as concepts.</summary>
    public ImmutableArray<string> Contacts { get; }

    public ImmutableArray<int> ContactRoles { get; }

    public ImmutableArray<string> Units { get; }

    /// <summary>Words that ask for something without saying what.</summary>
    public ImmutableArray<string> Vague { get; }

    /// <summary>Words that promise certainty.</summary>
    public ImmutableArray<string> Certain { get; }

    public static HandoverVocabulary Load(Concepts concepts) => new(ContentFiles.Open("ed-handover/vocabulary.yaml"), concepts);

    public int Unit(string word, YamlMap at) => Units.IndexOf(word) is var index and >= 0 ? index : throw at.Fail($"unit '{word}' is not in vocabulary.yaml");

    public int Section(string word, YamlMap at) => Sections.IndexOf(word) is var index and >= 0 ? index : throw at.Fail($"section '{word}' is not in vocabulary.yaml");
}
