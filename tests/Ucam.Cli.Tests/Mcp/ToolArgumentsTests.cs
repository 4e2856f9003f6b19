using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Ucam.Cli.Tests.Mcp;

public class ToolArgumentsTests
{
    [Fact]
    public async Task Each_wrong_argument_is_named_with_what_to_give() => await McpCase.With(["scenes"], async client =>
    {
        ((string Name, object? Value)[] Given, string Message)[] cases =
        [
            ([("picture", "a.png"), ("question", "What?"), ("prompt", "x")], "ask_picture takes no 'prompt'; it takes picture, question, and if wanted model."),
            ([("question", "What?")], "ask_picture needs picture, which is missing: Path of a picture file*data: URI*"),
            ([("picture", " "), ("question", "What?")], "ask_picture needs picture, which is empty: *"),
            ([("picture", "a.png"), ("question", null)], "ask_picture needs question, which is missing: *"),
            ([("picture", 7), ("question", "What?")], "ask_picture: picture must be text in double quotes, not a number."),
            ([("picture", "a.png"), ("question", "What?"), ("model", true)], "ask_picture: model must be text in double quotes, not true or false."),
        ];
        foreach (((string, object?)[] given, string message) in cases)
        {
            CallToolResult result = await client.Call("ask_picture", given);
            result.IsError.Should().BeTrue();
            result.Text().Should().Match(message);
        }
        // An optional argument may be null, as some clients send it; then the picture is what is wrong.
        (await client.Call("ask_picture", ("picture", "none.png"), ("question", "What?"), ("model", null))).Text().Should().Match("'none.png' does not exist*");
    });

    [Fact]
    public async Task An_unknown_tool_is_told_with_those_that_are_there() => await McpCase.With(["scenes"], async client =>
        (await client.Invoking(c => c.Call("ask", ("picture", "a.png"))).Should().ThrowAsync<McpProtocolException>())
            .WithMessage("*There is no tool 'ask'; it is one of ask_picture, explain_answer, review_next, review_decide.*"));
}
