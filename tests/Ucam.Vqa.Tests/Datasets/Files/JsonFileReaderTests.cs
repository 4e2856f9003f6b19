using System.Text;
using System.Text.Json;
using CsCheck;
using Ucam.Vqa.Datasets.Files;

namespace Ucam.Vqa.Tests.Datasets.Files;

public sealed class JsonFileReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly Gen<string> Scalars = Gen.OneOf(Gen.Int.Select(i => i.ToString()), Gen.Bool.Select(b => b ? "true" : "false"),
        Gen.String.Select(s => JsonSerializer.Serialize(s.Normalize(NormalizationForm.FormC))), Gen.Const("null"));

    private static readonly Gen<string> Values = Gen.Recursive<string>((depth, inner) => depth > 3 ? Scalars : Gen.Frequency((2, Scalars),
        (1, inner.Array[0, 4].Select(items => $"[{string.Join(" , ", items)}]")),
        (1, Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 6], inner).Array[0, 4]
            .Select(pairs => $"{{\n{string.Join(",\n", pairs.DistinctBy(p => p.Item1).Select(p => $"\"{p.Item1}\":{p.Item2}"))}}}"))));

    [Fact]
    public void What_is_read_is_what_a_whole_parse_gives_and_places_name_it() => Values.Sample(json =>
    {
        if (json.Contains("\\uD", StringComparison.OrdinalIgnoreCase)) return;
        string path = _folder.Write("x.json", json);
        List<string> expected = [], actual = [];
        using (var document = JsonDocument.Parse(json)) Flatten(document.RootElement, "", expected);
        using (var reader = new JsonFileReader(path, new TextPool()))
        {
            reader.Begin();
            Walk(reader, actual);
            reader.End();
        }
        actual.Should().Equal(expected);
    }, iter: 300, threads: 1);

    [Fact]
    public void Texts_longer_than_the_window_and_files_of_many_windows_are_read()
    {
        string large = new('x', 200_000);
        string path = _folder.Write("x.json", $"[{string.Join(",\n", Enumerable.Range(0, 40_000))},\"{large}\",{{\"k\":\"é\\n\"}}]");
        using var reader = new JsonFileReader(path, new TextPool());
        reader.Begin();
        reader.Array();
        for (int i = 0; i < 40_000; i++)
        {
            reader.Item().Should().BeTrue();
            reader.Whole().Should().Be(i);
        }
        reader.Item();
        reader.Text().Should().Be(large);
        reader.Item();
        reader.Object();
        reader.Property(out string name).Should().BeTrue();
        (name, reader.Text()).Should().Be(("k", "é\n"));
        reader.Wrong("x").Field.Should().Be("[40001].k");
        reader.Wrong("x").Message.Should().Contain("line 40000:");
    }

    [Fact]
    public void Equal_texts_are_one_object()
    {
        var pool = new TextPool();
        using var reader = new JsonFileReader(_folder.Write("x.json", """["yes","yes","y\u0065s"]"""), pool);
        reader.Begin();
        reader.Array();
        reader.Item();
        string first = reader.Text();
        while (reader.Item()) reader.Text().Should().BeSameAs(first);
    }

    [Theory]
    [InlineData("[1,2", "[0]")]
    [InlineData("[1,}", "[0]")]
    [InlineData("", "line 1")]
    [InlineData("{\"a\":{\"b\":[1,x]}}", "a.b[0]")]
    [InlineData("[1] 2", "line 1")]
    [InlineData("\u0001", "line 1")]
    public void What_is_no_json_is_told_with_its_place(string json, string field)
    {
        string path = _folder.Write("x.json", json);
        var read = () =>
        {
            using var reader = new JsonFileReader(path, new TextPool());
            reader.Begin();
            Walk(reader, []);
            reader.End();
        };
        UcamException problem = read.Should().Throw<UcamException>().Which;
        (problem.Field, problem.File).Should().Be((field, path));
        problem.Message.Should().StartWith(path).And.Contain("line 1");
    }

    private static void Walk(JsonFileReader reader, List<string> found)
    {
        if (reader.Token == JsonTokenType.StartObject)
        {
            reader.Object();
            while (reader.Property(out _)) Walk(reader, found);
        }
        else if (reader.Token == JsonTokenType.StartArray)
        {
            reader.Array();
            while (reader.Item()) Walk(reader, found);
        }
        else found.Add($"{reader.Where}={(reader.Token == JsonTokenType.Null ? "null" : reader.Loose())}");
    }

    private static void Flatten(JsonElement value, string place, List<string> found)
    {
        if (value.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty property in value.EnumerateObject())
                Flatten(property.Value, place + (place.Length > 0 ? "." : "") + property.Name, found);
        else if (value.ValueKind == JsonValueKind.Array)
            foreach ((int i, JsonElement item) in value.EnumerateArray().Index()) Flatten(item, $"{place}[{i}]", found);
        else found.Add($"{place}={(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText())}");
    }
}
