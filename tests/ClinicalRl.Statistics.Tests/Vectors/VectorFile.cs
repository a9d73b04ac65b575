using System.Text.Json;

namespace ClinicalRl.Statistics.Tests.Vectors;

/// <summary>A file of published or independently computed values. Every case and every expected value must be looked at.</summary>
internal sealed class VectorFile
{
    private readonly JsonElement root;

    private VectorFile(JsonElement root) => this.root = root;

    public IEnumerable<VectorCase> Cases => root.GetProperty("cases").EnumerateArray().Select(element => new VectorCase(element, root));

    public static VectorFile Open(string name)
    {
        using var stream = typeof(VectorFile).Assembly.GetManifestResourceStream("Vectors/" + name)!;
        using var document = JsonDocument.Parse(stream);
        return new VectorFile(document.RootElement.Clone());
    }

    /// <summary>Checks every case with the check of its method; a method neither checked nor listed as absent fails, and so does one listed but not in the file.</summary>
    public void CheckAll(IReadOnlyDictionary<string, Action<VectorCase>> checks, params string[] absent)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var vector in Cases)
        {
            used.Add(vector.Method);
            if (absent.Contains(vector.Method))
                continue;
            Assert.True(checks.TryGetValue(vector.Method, out var check), $"No check for method '{vector.Method}' of case '{vector.Id}'.");
            check(vector);
            vector.RequireAllSeen();
        }

        Assert.Equal(used.Order(StringComparer.Ordinal), checks.Keys.Concat(absent).Order(StringComparer.Ordinal));
    }
}

/// <summary>One case: input, expected values and tolerance.</summary>
internal sealed class VectorCase(JsonElement element, JsonElement file)
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public string Id => element.GetProperty("id").GetString()!;

    public string Method => (Input.TryGetProperty("method", out var method) ? method : Input.GetProperty("function")).GetString()!;

    public JsonElement Input => element.GetProperty("input");

    public double Number(string name) => Input.GetProperty(name).GetDouble();

    public double[] Numbers(string name) => Read(Input.GetProperty(name));

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

    public void CheckReason(string path, Reason? actual)
    {
        var code = path.Length == 0 ? Expected("undefined") : Expected(path + ".undefined");
        seen.Add(path.Length == 0 ? "undefined" : path + ".undefined");
        Assert.Equal(code.GetString(), actual?.Code());
    }

    public void CheckWords(string path, IEnumerable<string> actual)
    {
        var expected = Expected(path);
        seen.Add(path);
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
