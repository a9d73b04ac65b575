using System.Globalization;
using System.Text;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Prescribing.Content;

namespace ClinicalRl.Simulation.Prescribing.Scenarios;

/// <summary>What a place tells: the words, and the same as facts. Both are the inside of a JSON string or array, encoded once.</summary>
internal sealed record PlaceText(byte[] Text, byte[] Facts);

/// <summary>Everything the record, the patient and the requester can tell, rendered when it is first asked for.</summary>
internal sealed class CaseRecord(PrescribingContent content, ScenarioCase scenario)
{
    private readonly Vocabulary words = content.Words;
    private readonly PlaceText?[] sections = new PlaceText?[content.Words.Sections.Length];
    private readonly PlaceText?[] topics = new PlaceText?[content.Words.Topics.Length];
    private readonly PlaceText?[] queries = new PlaceText?[content.Words.Queries.Length];
    private CaseSurface? surface;

    public CaseSurface Surface => surface ??= CaseSurface.Of(content, scenario);

    public PlaceText At(Source place) => place.Channel switch
    {
        Channel.Section => sections[place.Index] ??= new Writer(content, scenario, words.Sections[place.Index].Title).Section(place),
        Channel.Ask => topics[place.Index] ??= new Writer(content, scenario, "Asked about " + words.Title(words.Topics[place.Index].Id)).Clues(place, words.Topics[place.Index].Nothing),
        _ => queries[place.Index] ??= new Writer(content, scenario, "Asked the requester about " + words.Title(words.Queries[place.Index].Id)).Clues(place, words.Queries[place.Index].Nothing),
    };

    /// <summary>The result of a test of today, as text and facts.</summary>
    public PlaceText Result(int test)
    {
        var writer = new Writer(content, scenario, "");
        foreach (var number in words.Tests[test].Gives)
        {
            if (!double.IsNaN(scenario.Numbers[number]) && words.Numbers[number].Id != "crcl")
                writer.Number(number, new ShownNumber(scenario.Numbers[number], 0));
        }

        return writer.Finish("Normal.");
    }

    private sealed class Writer(PrescribingContent content, ScenarioCase scenario, string heading)
    {
        private readonly Vocabulary words = content.Words;
        private readonly StringBuilder text = new();
        private readonly Utf8Text facts = new(256);

        public PlaceText Section(Source place)
        {
            var id = words.Sections[place.Index].Id;
            if (id == "problems")
                Conditions();
            else if (id == "medicines")
                Chart();
            else if (id == "allergies")
                Allergies();
            else if (id == "monitoring")
                Monitoring();
            else if (id == "letters")
                Letters();
            for (var i = 0; i < words.Numbers.Length; i++)
            {
                if (words.Numbers[i].Section == place.Index && !double.IsNaN(scenario.Shown[i].Value))
                    Number(i, scenario.Shown[i]);
            }

            return Clues(place, id == "allergies" ? "No known drug allergies." : "Nothing recorded.");
        }

        public PlaceText Clues(Source place, string nothing)
        {
            foreach (var clue in scenario.Twin.Clues)
            {
                if (clue.In == place)
                    Clue(clue);
            }

            return Finish(nothing);
        }

        public PlaceText Finish(string nothing)
        {
            if (text.Length == 0)
                text.Append(nothing);
            var said = heading.Length > 0 ? $"{heading}: {text}" : text.ToString();
            return new PlaceText(new Utf8Text(said.Length + 16).AppendInner(said).Written.ToArray(), facts.Written.ToArray());
        }

        public void Number(int number, ShownNumber shown)
        {
            var quantity = words.Numbers[number];
            var value = shown.Value.ToString("F" + quantity.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            var age = shown.MonthsOld == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({shown.MonthsOld} months ago)");
            Say($"{quantity.Title} {value}{(quantity.Unit.Length > 0 ? " " : "")}{quantity.Unit}{age}.");
            Fact("number", quantity.Id).Append(",\"value\":"u8).Append(shown.Value).Append(",\"months_old\":"u8).Append(shown.MonthsOld).Append("}"u8);
        }

        private void Conditions()
        {
            var listed = scenario.Twin.Conditions;
            for (var i = 0; i < words.Conditions.Length; i++)
            {
                if ((listed >> i & 1) == 0)
                    continue;
                Say(Capital(words.Title(words.Conditions[i])) + ".");
                Fact("condition", words.Conditions[i]).Append("}"u8);
            }
        }

        private void Chart()
        {
            var count = 0;
            foreach (var order in scenario.Chart)
            {
                if (order.Is(OrderFlags.Record))
                    count++;
            }

            Say(count == 0 ? "No regular medicines." : string.Create(CultureInfo.InvariantCulture, $"{count} regular {(count == 1 ? "medicine" : "medicines")}, now shown on the chart."));
        }

        private void Allergies()
        {
            foreach (var allergy in scenario.Twin.Allergies)
            {
                Say(allergy.Text);
                Fact("allergy", allergy.Group).Append(",\"reaction\":"u8).AppendJson(ReactionWord(allergy.Charted)).Append("}"u8);
            }
        }

        private void Monitoring()
        {
            for (var i = 0; i < words.Tests.Length; i++)
            {
                var weeks = scenario.Twin.WeeksSince[i];
                if (double.IsNaN(weeks))
                    continue;
                Say(string.Create(CultureInfo.InvariantCulture, $"{Capital(words.Title(words.Tests[i].Id))}: last done {weeks} {(weeks == 1 ? "week" : "weeks")} ago."));
                Fact("test", words.Tests[i].Id).Append(",\"weeks\":"u8).Append(weeks).Append("}"u8);
            }
        }

        private void Letters()
        {
            Say(scenario.Distractor);
            if (scenario.Instruction is not null)
                Say(scenario.Instruction);
        }

        private void Clue(Clue clue)
        {
            Say(clue.Text);
            for (var i = 0; i < words.Conditions.Length; i++)
            {
                if ((clue.Sets >> i & 1) != 0)
                    Fact("condition", words.Conditions[i]).Append("}"u8);
            }

            if (clue.Allergy is { } allergy)
                Fact("allergy", allergy.Group).Append(",\"reaction\":"u8).AppendJson(ReactionWord(allergy.Reaction)).Append("}"u8);
            if (clue.Needs >= 0)
                Fact("need", content.Formulary.Indications[clue.Needs]).Append("}"u8);
            if (clue.Number >= 0)
                Number(clue.Number, new ShownNumber(scenario.Numbers[clue.Number], 0));
        }

        private Utf8Text Fact(string kind, string name) =>
            facts.Append(facts.Length > 0 ? ",{\"kind\":"u8 : "{\"kind\":"u8).AppendJson(kind).Append(",\"name\":"u8).AppendJson(name);

        private void Say(string sentence) => text.Append(text.Length > 0 ? " " : "").Append(sentence);

        private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

        private static string ReactionWord(Reaction reaction) => reaction.ToString().ToLowerInvariant();
    }
}
