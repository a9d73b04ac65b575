using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.PatientConversation.Content;

/// <summary>How deceptive and how difficult the people of one difficulty are; all rates per mille.</summary>
internal sealed record Temper(
    int DangerousPerMille, int PressedPerMille, (int Low, int High) Insists, int BarrierPerMille, int AsksAiPerMille, int InjectionPerMille, int LowLiteracyPerMille, int Trust);

/// <summary>How trust, 0 to 100, moves.</summary>
internal sealed record TrustRules(
    int LeavesBelow, int GuardedBelow, int OpensUpFrom, int AgreesFrom, int Empathy, int OpenQuestion, int Ice, int AnswersConcern, int AgreePlan, int Consent, int ClosedRun,
    int BesideThePoint, int Repeated, int Jargon, int JargonLowLiteracy, int FalseCertainty, int Overload, int NoExplanation, int IgnoredPressure, int HeldColdly, int GaveWay, int Agitated);

/// <summary>Minutes, limits and base rates of a consultation; synthetic.</summary>
internal sealed class ConversationParameters
{
    private readonly ImmutableArray<Temper> tempers;

    private ConversationParameters(YamlMap file)
    {
        MaxSteps = file.Whole("max_steps");
        InvalidActionMinutes = file.Whole("invalid_action_minutes");
        var minutes = file.Map("minutes");
        (TurnMinutes, ExamineMinutes, InterpreterMinutes) = (minutes.Whole("turn"), minutes.Whole("examine"), minutes.Whole("interpreter"));
        minutes.Close();
        MostQuestions = file.Whole("most_questions_in_one_turn");
        MostBesideThePoint = file.Whole("most_questions_beside_the_point");
        MostPoints = file.Whole("most_points_in_one_turn");
        Trust = ReadTrust(file.Map("trust"));
        TurnsToAnswer = file.Map("pressure").Whole("turns_to_answer");
        FewestRightSigns = file.Map("safety_net").Whole("fewest_right_signs");
        var difficulties = file.Map("difficulties");
        tempers = [.. ScenarioWords.Difficulties.Select(word => ReadTemper(difficulties.Map(word)))];
        difficulties.Close();
        file.Close();
    }

    public int MaxSteps { get; }

    public int InvalidActionMinutes { get; }

    public int TurnMinutes { get; }

    public int ExamineMinutes { get; }

    public int InterpreterMinutes { get; }

    /// <summary>Questions in one turn that are answered.</summary>
    public int MostQuestions { get; }

    /// <summary>Questions about which the case holds nothing that people bear.</summary>
    public int MostBesideThePoint { get; }

    /// <summary>Things told in one turn that are kept in mind.</summary>
    public int MostPoints { get; }

    public TrustRules Trust { get; }

    /// <summary>Turns after which a push that nobody answered counts as ignored.</summary>
    public int TurnsToAnswer { get; }

    /// <summary>Right signs that make a safety-net specific.</summary>
    public int FewestRightSigns { get; }

    public static ConversationParameters Load() => new(ContentFiles.Open("patient-conversation/parameters.yaml"));

    public Temper For(Difficulty difficulty) => tempers[(int)difficulty];

    private static TrustRules ReadTrust(YamlMap map)
    {
        var rules = new TrustRules(
            map.Whole("leaves_below"), map.Whole("guarded_below"), map.Whole("opens_up_from"), map.Whole("agrees_from"), map.Whole("empathy"), map.Whole("open_question"),
            map.Whole("ice"), map.Whole("answers_concern"), map.Whole("agree_plan"), map.Whole("consent"), map.Whole("closed_run"), map.Whole("beside_the_point"), map.Whole("repeated"), map.Whole("jargon"),
            map.Whole("jargon_low_literacy"), map.Whole("false_certainty"), map.Whole("overload"), map.Whole("no_explanation"), map.Whole("ignored_pressure"),
            map.Whole("held_coldly"), map.Whole("gave_way"), map.Whole("agitated"));
        map.Close();
        return rules;
    }

    private static Temper ReadTemper(YamlMap map)
    {
        var temper = new Temper(
            map.Whole("dangerous_per_mille"), map.Whole("pressed_per_mille"), map.Range("insists"), map.Whole("barrier_per_mille"), map.Whole("asks_ai_per_mille"),
            map.Whole("injection_per_mille"), map.Whole("low_literacy_per_mille"), map.Whole("trust"));
        map.Close();
        return temper;
    }
}
