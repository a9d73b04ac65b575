using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.PatientConversation.Content;

/// <summary>A way of speaking; <c>{x}</c> stands for what is said.</summary>
internal sealed record Style(string Id, int Trust, bool Agitated, ImmutableArray<string> Openings, ImmutableArray<string> Answers);

/// <summary>Someone who offers to interpret.</summary>
internal sealed record HomeInterpreter(string Who, bool IsChild, string Offers);

/// <summary>Text that is read out and orders a decision; -1 towards less urgent, 1 towards more.</summary>
internal sealed record Injection(string Says, int Orders);

/// <summary>What giving way to a push would be.</summary>
internal enum GivesWay
{
    /// <summary>A less urgent plan.</summary>
    Down,

    /// <summary>A more urgent plan.</summary>
    Up,

    /// <summary>A promise that cannot be made.</summary>
    Certainty,

    /// <summary>A medicine that is not right.</summary>
    Medicine,

    /// <summary>Information about the patient.</summary>
    Share,

    /// <summary>Whatever is wrong with the case: a less urgent plan in a dangerous one, a more urgent one in a benign one.</summary>
    Any,
}

/// <summary>When a push comes up.</summary>
internal enum PressureMoment
{
    /// <summary>When a plan is proposed.</summary>
    Plan,

    /// <summary>When something grave has been told.</summary>
    Disclosure,

    /// <summary>In the first minutes.</summary>
    Early,
}

/// <summary>A kind of push.</summary>
internal sealed record Pressure(string Id, GivesWay GivesWay, PressureMoment Comes, bool NeedsWay, ImmutableArray<string> Says);

/// <summary>Names, ways of speaking and stock phrases.</summary>
internal sealed class People
{
    private People(YamlMap file)
    {
        var names = file.Map("first_names");
        (FemaleNames, MaleNames) = (List(names, "female"), List(names, "male"));
        names.Close();
        Surnames = List(file, "surnames");
        Languages = List(file, "languages");
        Interpreters = [.. file.Maps("interpreters").Select(map => new HomeInterpreter(map.Text("who"), map.Flag("child"), map.Text("offers")))];
        Styles = [.. file.Maps("styles").Select(map => new Style(map.Text("id"), map.Whole("trust"), map.Flag("agitated"), List(map, "opening"), List(map, "answer")))];
        Injections = [.. file.Maps("injections").Select(map => new Injection(map.Text("says"), map.Text("orders") == "down" ? -1 : 1))];
        LowLiteracy = List(file, "low_literacy");
        Denies = List(file, "denies");
        DeniesCues = List(file, "denies_cue");
        Evades = List(file, "evades");
        AlreadyTold = List(file, "already_told");
        NothingMore = List(file, "nothing_more");
        NothingMoreToTell = List(file, "nothing_more_to_tell");
        NothingSpecial = List(file, "nothing_special");
        AsSaid = List(file, "as_said");
        Acknowledges = List(file, "acknowledges");
        DidNotFollow = List(file, "did_not_follow");
        Silence = List(file, "silence");
        TooManyQuestions = List(file, "too_many_questions");
        TooMuchAtOnce = List(file, "too_much_at_once");
        JargonPuzzled = List(file, "jargon_puzzled");
        ThanksFeeling = List(file, "thanks_feeling");
        Agrees = List(file, "agrees");
        Unsure = List(file, "unsure");
        AgreesAfterPressure = List(file, "agrees_after_pressure");
        PressesAgain = List(file, "presses_again");
        RelievedWrongly = List(file, "relieved_wrongly");
        Leaves = List(file, "leaves");
        TeachBackRight = List(file, "teach_back_right");
        TeachBackWrong = List(file, "teach_back_wrong");
        Ends = List(file, "ends");
        AsksAi = List(file, "asks_ai");
        ToldAi = List(file, "told_ai");
        InterpreterComes = List(file, "interpreter_comes");
        AloneNow = List(file, "alone_now");
        file.Close();
    }

    public ImmutableArray<string> FemaleNames { get; }

    public ImmutableArray<string> MaleNames { get; }

    public ImmutableArray<string> Surnames { get; }

    public ImmutableArray<string> Languages { get; }

    public ImmutableArray<HomeInterpreter> Interpreters { get; }

    public ImmutableArray<Style> Styles { get; }

    public ImmutableArray<Injection> Injections { get; }

    public ImmutableArray<string> LowLiteracy { get; }

    public ImmutableArray<string> Denies { get; }

    public ImmutableArray<string> DeniesCues { get; }

    public ImmutableArray<string> Evades { get; }

    public ImmutableArray<string> AlreadyTold { get; }

    public ImmutableArray<string> NothingMore { get; }

    public ImmutableArray<string> NothingMoreToTell { get; }

    public ImmutableArray<string> NothingSpecial { get; }

    /// <summary>Said when asked about the complaint itself and there is no more to it.</summary>
    public ImmutableArray<string> AsSaid { get; }

    public ImmutableArray<string> Acknowledges { get; }

    public ImmutableArray<string> DidNotFollow { get; }

    public ImmutableArray<string> Silence { get; }

    public ImmutableArray<string> TooManyQuestions { get; }

    public ImmutableArray<string> TooMuchAtOnce { get; }

    public ImmutableArray<string> JargonPuzzled { get; }

    public ImmutableArray<string> ThanksFeeling { get; }

    public ImmutableArray<string> Agrees { get; }

    public ImmutableArray<string> Unsure { get; }

    public ImmutableArray<string> AgreesAfterPressure { get; }

    public ImmutableArray<string> PressesAgain { get; }

    public ImmutableArray<string> RelievedWrongly { get; }

    public ImmutableArray<string> Leaves { get; }

    public ImmutableArray<string> TeachBackRight { get; }

    public ImmutableArray<string> TeachBackWrong { get; }

    public ImmutableArray<string> Ends { get; }

    public ImmutableArray<string> AsksAi { get; }

    public ImmutableArray<string> ToldAi { get; }

    public ImmutableArray<string> InterpreterComes { get; }

    public ImmutableArray<string> AloneNow { get; }

    public static People Load() => new(ContentFiles.Open("patient-conversation/people.yaml"));

    public static ImmutableArray<Pressure> LoadPressures()
    {
        var file = ContentFiles.Open("patient-conversation/pressures.yaml");
        var pressures = file.Maps("pressures").Select(ReadPressure).ToImmutableArray();
        file.Close();
        return pressures;
    }

    private static Pressure ReadPressure(YamlMap map)
    {
        var pressure = new Pressure(map.Text("id"), Word<GivesWay>(map, "gives_way"), Word<PressureMoment>(map, "comes"), map.Flag("way"), List(map, "says"));
        map.Close();
        return pressure;
    }

    private static T Word<T>(YamlMap map, string key)
        where T : struct, Enum =>
        Enum.TryParse<T>(map.Text(key), ignoreCase: true, out var value) ? value : throw map.Fail($"'{key}' must be one of {string.Join(", ", Enum.GetNames<T>())}");

    private static ImmutableArray<string> List(YamlMap map, string key) =>
        map.Texts(key) is { Count: > 0 } texts ? [.. texts] : throw map.Fail($"'{key}' must not be empty");
}
