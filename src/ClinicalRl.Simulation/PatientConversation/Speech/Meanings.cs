using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Language;
using ClinicalRl.Simulation.PatientConversation.Content;

namespace ClinicalRl.Simulation.PatientConversation.Speech;

/// <summary>A heap of keywords rather than speech: beyond these, nothing of a text is taken in.</summary>
internal sealed record HeapLimits(int MostConceptsInSentence, double MostFragmentShare, int FewestWords);

/// <summary>The lexicon of consultations, and for each of its concepts what it stands for.</summary>
internal sealed class Meanings
{
    private const string LexiconFile = "patient-conversation/lexicon.yaml";
    private const string QuestionsFile = "patient-conversation/questions.yaml";

    private readonly Meaning[] byConcept;

    private Meanings(YamlMap file, ConversationVocabulary words)
    {
        Lexicon = Lexicon.Load(LexiconFile, QuestionsFile);
        byConcept = new Meaning[Lexicon.Count];
        Bind(file, "topics", words.Topics, bit => new Meaning { Topics = bit });
        Bind(file, "hints", words.Topics, bit => new Meaning { Hints = bit });
        Bind(file, "signs", words.Signs, bit => new Meaning { Signs = bit });
        Bind(file, "routes", words.Routes, bit => new Meaning { Routes = bit });
        Bind(file, "places", words.Places, bit => new Meaning { Places = bit });
        Bind(file, "teams", words.Teams, bit => new Meaning { Teams = bit });
        Bind(file, "advice", words.Advice, bit => new Meaning { Advice = bit });
        Bind(file, "points", words.Points, bit => new Meaning { Points = bit });
        Bind(file, "responses", words.Responses, bit => new Meaning { Responses = bit });
        Bind(file, "arrangements", words.Arrangements, bit => new Meaning { Arrangements = bit });
        Bind(file, file.Texts("false_certainty"), new Meaning { FalseCertainty = true });
        Bind(file, file.Texts("claimed_examination"), new Meaning { ClaimedExamination = true });
        Bind(file, file.Texts("jargon"), new Meaning { Jargon = true });
        Bind(file, file.Texts("teach_back"), new Meaning { TeachBack = true });
        Bind(file, file.Texts("vague_net"), new Meaning { VagueNet = true });
        Bind(file, file.Texts("passes_on"), new Meaning { PassesOn = true });
        Bind(file, file.Texts("refers_back"), new Meaning { RefersBack = true });
        Bind(file, file.Texts("ends"), new Meaning { Ends = true });
        var heap = file.Map("heap");
        Heap = new HeapLimits(heap.Whole("most_concepts_in_a_sentence"), heap.Whole("most_fragment_share_per_cent") / 100.0, heap.Whole("fewest_words"));
        heap.Close();
        file.Close();
    }

    public Lexicon Lexicon { get; }

    public HeapLimits Heap { get; }

    public static Meanings Load(ConversationVocabulary words) => new(ContentFiles.Open("patient-conversation/speech.yaml"), words);

    public ref readonly Meaning Of(int concept) => ref byConcept[concept];

    private void Bind(YamlMap file, string key, WordList words, Func<ulong, Meaning> meaning)
    {
        var map = file.Map(key);
        foreach (var word in map.Keys)
            Bind(map, map.Texts(word), meaning(1UL << words.Index(map, word)));
        map.Close();
    }

    /// <summary>A meaning given to a concept holds for its examples too.</summary>
    private void Bind(YamlMap map, IEnumerable<string> concepts, in Meaning meaning)
    {
        foreach (var id in concepts.ToImmutableArray())
        {
            var wider = Lexicon.Find(id);
            if (wider < 0)
                throw map.Fail($"the lexicon has no concept '{id}'");
            for (var concept = 0; concept < byConcept.Length; concept++)
            {
                if (Lexicon.Is(concept, wider))
                    byConcept[concept].Add(meaning);
            }
        }
    }
}
