using System.Diagnostics;
using System.Net;

namespace Ucam.Cli.Tests.Serve;

public class ServeCommandTests
{
    [Theory]
    [InlineData("--address '::x' is no address; give one such as 127.0.0.1 or 0.0.0.0.", "--address", "::x")]
    [InlineData("'nothing': no such model", "--model", "scenes,nothing")]
    [InlineData("--host 'a b' is no name of a host", "--host", "a b")]
    [InlineData("--port is 70000; it must be from 0 to 65535", "--port", "70000")]
    [InlineData("--token is missing; whoever reaches 0.0.0.0", "--address", "0.0.0.0")]
    [InlineData("--model names none", "--model", ",")]
    public void What_cannot_be_served_is_told_in_one_line(string message, params string[] options) =>
        Cli.Run(["serve", .. options]).ShouldRefuse(2, message);

    [Fact]
    public void An_address_of_another_machine_and_a_port_that_is_taken_are_told_in_one_line()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        UcamProcess.Run("serve", "--model", "scenes", "--port", port).ShouldRefuse(ExitCode.Failure, $"Port {port} of 127.0.0.1", "give another --port");
        UcamProcess.Run("serve", "--model", "scenes", "--port", "0", "--address", "192.0.2.1", "--token", "x")
            .ShouldRefuse(ExitCode.Failure, "192.0.2.1 cannot be listened at");
    }

    [Fact]
    public async Task The_page_is_served_until_it_is_stopped()
    {
        using Process serving = UcamProcess.Start(UcamProcess.Program, "serve", "--model", "scenes", "--port", "0");
        string? line = await serving.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        line.Should().MatchRegex(@"^Open http://127\.0\.0\.1:\d+/ in a browser; Ctrl-C stops it\.$");
        using var client = new HttpClient();
        (await client.GetAsync(line!.Split(' ')[1], TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.OK);
        UcamProcess.PressCtrlC(serving);
        UcamProcess.Finish(serving).Code.Should().Be(0);
    }
}
