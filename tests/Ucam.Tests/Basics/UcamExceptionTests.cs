namespace Ucam.Tests.Basics;

public class UcamExceptionTests
{
    [Theory]
    [InlineData("plain, with\ta tab", "plain, with\ta tab")]
    [InlineData("'a\nb\r' is damaged", @"'a\nb\r' is damaged")]
    [InlineData("\u001b[31m and \u202e", @"\x1b[31m and \u202e")]
    public void A_message_is_one_line_whatever_names_are_in_it(string message, string told)
    {
        var problem = new UcamException(message) { File = message };
        problem.Message.Should().Be(told);
        problem.File.Should().Be(message, "it is a name and not shown");
    }
}
