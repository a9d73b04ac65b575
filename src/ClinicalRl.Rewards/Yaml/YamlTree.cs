namespace ClinicalRl.Rewards.Yaml;

/// <summary>Part of a YAML document, with its place.</summary>
internal abstract record YamlNode(SourcePosition At);

/// <summary>A scalar. Only a plain one (without quotes) can be a number or true or false.</summary>
internal sealed record YamlText(SourcePosition At, string Value, bool IsPlain, TextPlace Place) : YamlNode(At);

/// <summary>A sequence.</summary>
internal sealed record YamlList(SourcePosition At, List<YamlNode> Items) : YamlNode(At);

/// <summary>A mapping whose keys are distinct words.</summary>
internal sealed record YamlMap(SourcePosition At, List<(YamlText Key, YamlNode Value)> Members) : YamlNode(At);
