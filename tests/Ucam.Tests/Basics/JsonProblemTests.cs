using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ucam.Tests.Basics;

public sealed class JsonProblemTests
{
    internal sealed record Inner(double Limit, bool Is, string Name);

    internal sealed record Outer(IReadOnlyList<Inner> Risks, IReadOnlyList<double> Values);

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    [Theory]
    [InlineData("", "the text is empty or ends too early")]
    [InlineData("{\"risks\":", "the text is empty or ends too early")]
    [InlineData("{\"risks", "the text is empty or ends too early")]
    [InlineData("Now", "the text is no JSON at line 1, byte 1")]
    [InlineData("{\n} {", "the text is no JSON at line 2, byte 3")]
    [InlineData("{\"risks\":[{\"limit\":\"much\"}]}", "risks[0].limit must be a number")]
    [InlineData("{\"risks\":[{\"limit\":true}]}", "risks[0].limit must be a number")]
    [InlineData("{\"risks\":[{\"is\":1}]}", "risks[0].is must be true or false")]
    [InlineData("{\"risks\":[{\"name\":1}]}", "risks[0].name must be a text")]
    [InlineData("{\"risks\":[1]}", "risks[0] must be an object with its settings")]
    [InlineData("{\"values\":[true]}", "values[0] must be a number")]
    [InlineData("{\"values\":1}", "values must be a list")]
    public void The_readers_messages_become_words(string json, string words)
    {
        var read = () => JsonSerializer.Deserialize<Outer>(json, Options);
        JsonProblem.InWords(read.Should().Throw<JsonException>().Which).Should().Be(words);
    }
}
