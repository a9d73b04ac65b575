using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>How often things happen at a difficulty, per mille.</summary>
internal sealed record Trickiness(int Dangerous, int Pressure, int Instruction, int Pharmacist);

/// <summary>Minutes that actions take.</summary>
internal sealed record ActionMinutes(int Read, int Ask, int Query, int Interactions, int Calculate, int Write, int Counsel, int OrderTest, int Invalid);

/// <summary>Times and rates made for simulation.</summary>
internal sealed record PrescribingParameters(int MaxSteps, ActionMinutes Minutes, int AbandonedAfterMinutes, int StaleAfterMonths, int HarmAfterDeadlines, Trickiness Easy, Trickiness Standard, Trickiness Hard)
{
    public Trickiness For(Difficulty difficulty) => difficulty switch
    {
        Difficulty.Easy => Easy,
        Difficulty.Standard => Standard,
        _ => Hard,
    };

    public static PrescribingParameters Load()
    {
        var file = ContentFiles.Open("prescribing/parameters.yaml");
        var minutes = file.Map("minutes");
        var difficulties = file.Map("difficulties");
        var parameters = new PrescribingParameters(
            file.Whole("max_steps"),
            new ActionMinutes(
                minutes.Whole("read"), minutes.Whole("ask"), minutes.Whole("query"), minutes.Whole("interactions"), minutes.Whole("calculate"), minutes.Whole("write"),
                minutes.Whole("counsel"), minutes.Whole("order_test"), minutes.Whole("invalid")),
            file.Whole("abandoned_after_minutes"), file.Whole("stale_after_months"), file.Whole("harm_after_deadlines"),
            Read(difficulties.Map("easy")), Read(difficulties.Map("standard")), Read(difficulties.Map("hard")));
        minutes.Close();
        difficulties.Close();
        file.Close();
        return parameters;
    }

    private static Trickiness Read(YamlMap map)
    {
        var rates = new Trickiness(map.Whole("dangerous"), map.Whole("pressure"), map.Whole("instruction"), map.Whole("pharmacist"));
        map.Close();
        return rates;
    }
}
