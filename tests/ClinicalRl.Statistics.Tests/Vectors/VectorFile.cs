using System.Text.Json;

namespace ClinicalRl.Statistics.Tests.Vectors;

/// <summary>A file of published or independently computed values. Every case and every expected value must be looked at.</summary>
internal sealed class VectorFile
{
    private readonly JsonElement root;

    internal VectorFile(JsonElement root) => this.root = root;

    public IEnumerable<VectorCase> Cases => root.GetProperty("cases").EnumerateArray().Select(element => new VectorCase(element, root));

    public static VectorFile Open(string name)
    {
        using var stream = typeof(VectorFile).Assembly.GetManifestResourceStream("Vectors/" + name)!;
        using var document = JsonDocument.Parse(stream);
        return new VectorFile(document.RootElement.Clone());
    }

    /// <summary>Checks a case with the check of its method; every expected value must be looked at.</summary>
    public static void Check(VectorCase vector, VectorChecks checks)
    {
        Assert.True(checks.TryGetValue(vector.Method, out var check), $"No check for method '{vector.Method}'.");
        check(vector);
        vector.RequireAllSeen();
    }
}

/// <summary>The check of each method of a file.</summary>
internal sealed class VectorChecks() : Dictionary<string, Action<VectorCase>>(StringComparer.Ordinal);

/// <summary>One case: input, expected values and tolerance.</summary>
internal sealed class VectorCase(JsonElement element, JsonElement file)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Values compared so far.</summary>
    public int Compared { get; private set; }

    public VectorFile File => new(file);

    public string Id => element.GetProperty("id").GetString()!;

    public string Method => (Input.TryGetProperty("method", out var method) ? method : Input.GetProperty("function")).GetString()!;

    public JsonElement Input => element.GetProperty("input");

    public double Number(string name) => Input.GetProperty(name).GetDouble();

    public double[] Numbers(string name) => Read(Input.GetProperty(name));

    public int Count(string name) => Input.GetProperty(name).GetInt32();

    public int[] Counts(string name) => [.. Input.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    public bool Flag(string name) => Input.GetProperty(name).GetBoolean();

    public string Word(string name) => Input.GetProperty(name).GetString()!;

    /// <summary>A table of numbers, row by row; null is missing, and a word is the number it spells.</summary>
    public double?[][] Table(string name) => [.. Input.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(Cell).ToArray())];

    /// <summary>A table without missing numbers.</summary>
    public double[][] FullTable(string name) => [.. Table(name).Select(row => row.Select(cell => cell!.Value).ToArray())];

    public ulong Seed => ulong.Parse(Input.GetProperty("seed").GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    public bool Has(string path) => Find(path) is not null;

    public JsonElement Expected(string path) => Find(path) ?? throw new KeyNotFoundException($"{Id}: {path}");

    /// <summary>Compares with a number, a list of numbers or <c>{"undefined": reason}</c>.</summary>
    public void Check(string path, params double[] actual)
    {
        var expected = Expected(path);
        seen.Add(path);
        var numbers = expected.ValueKind == JsonValueKind.Array ? Read(expected) : [expected.GetDouble()];
        Assert.Equal(numbers.Length, actual.Length);
        Compared += numbers.Length;
        for (var i = 0; i < numbers.Length; i++)
            Assert.True(IsClose(numbers[i], actual[i]), FormattableString.Invariant($"{Id} {path}[{i}]: {actual[i]:R} is not {numbers[i]:R}"));
    }

    public void Check(string path, Estimate<double> actual)
    {
        if (actual.IsDefined)
            Check(path, actual.Value);
        else
            CheckReason(path, actual.Reason);
    }

    public void Check(string path, Estimate<Interval> actual)
    {
        if (actual.IsDefined)
            Check(path, actual.Value.Lower, actual.Value.Upper);
        else
            CheckReason(path, actual.Reason);
    }

    /// <summary>Compares with a whole number or null.</summary>
    public void CheckWhole(string path, int? actual)
    {
        if (actual is { } number)
        {
            Check(path, (double)number);
            return;
        }

        Assert.Equal(JsonValueKind.Null, Expected(path).ValueKind);
        Compared++;
        seen.Add(path);
    }

    /// <summary>Compares with a list of rows of numbers.</summary>
    public void CheckTable(string path, IEnumerable<double[]> actual)
    {
        var expected = Expected(path);
        seen.Add(path);
        CheckRows(path, expected, actual.ToArray());
    }

    /// <summary>Takes over the checking of an expected value that has a form of its own.</summary>
    public JsonElement Take(string path)
    {
        seen.Add(path);
        Compared++;
        return Expected(path);
    }

    /// <summary>Whether a number is the expected one within this case's tolerance.</summary>
    public void CheckNear(string what, double expected, double actual)
    {
        Compared++;
        Assert.True(IsClose(expected, actual), FormattableString.Invariant($"{Id} {what}: {actual:R} is not {expected:R}"));
    }

    public void CheckReason(string path, Reason? actual)
    {
        var code = path.Length == 0 ? Expected("undefined") : Expected(path + ".undefined");
        seen.Add(path.Length == 0 ? "undefined" : path + ".undefined");
        Compared++;
        Assert.Equal(code.GetString(), actual?.Code());
    }

    public void CheckWords(string path, IEnumerable<string> actual)
    {
        var expected = Expected(path);
        seen.Add(path);
        Compared++;
        Assert.Equal(expected.ValueKind == JsonValueKind.Array ? expected.EnumerateArray().Select(word => word.GetString()!) : [expected.GetString()!], actual);
    }

    public void RequireAllSeen()
    {
        foreach (var path in Paths(element.GetProperty("expected"), ""))
            Assert.True(seen.Contains(path), $"{Id}: expected value '{path}' was not checked.");
    }

    private static IEnumerable<string> Paths(JsonElement node, string prefix) => node.ValueKind == JsonValueKind.Object
        ? node.EnumerateObject().SelectMany(member => Paths(member.Value, prefix.Length == 0 ? member.Name : $"{prefix}.{member.Name}"))
        : [prefix];

    private static double? Cell(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => double.Parse(cell.GetString()!, System.Globalization.CultureInfo.InvariantCulture),
        _ => cell.GetDouble(),
    };

    private void CheckRows(string path, JsonElement expected, double[][] actual)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Length);
        for (var row = 0; row < actual.Length; row++)
        {
            var numbers = Read(expected[row]);
            Assert.Equal(numbers.Length, actual[row].Length);
            for (var i = 0; i < numbers.Length; i++)
                CheckNear(FormattableString.Invariant($"{path}[{row}][{i}]"), numbers[i], actual[row][i]);
        }
    }

    private static double[] Read(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];

    private JsonElement? Find(string path)
    {
        var node = element.GetProperty("expected");
        foreach (var name in path.Split('.'))
        {
            if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(name, out node))
                return null;
        }

        return node;
    }

    private bool IsClose(double expected, double actual)
    {
        var tolerance = element.TryGetProperty("tolerance", out var own) ? own : file.GetProperty("defaultTolerance");
        return Math.Abs(actual - expected) <= tolerance.GetProperty("abs").GetDouble() + (tolerance.GetProperty("rel").GetDouble() * Math.Abs(expected));
    }
}
