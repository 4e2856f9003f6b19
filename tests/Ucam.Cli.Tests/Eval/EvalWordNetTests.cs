namespace Ucam.Cli.Tests.Eval;

public sealed class EvalWordNetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CliResult Eval(params string[] more) =>
        Cli.Run(["eval", "--model", TinyInputs.Model(_folder), .. TinyInputs.Set(_folder), "--passes", "2", .. more]);

    [Fact]
    public void Wups_and_the_accuracy_on_sets_are_printed_on_demand()
    {
        CliResult result = Eval("--wordnet", SmallWordNet.Write(_folder));
        result.Code.Should().Be(ExitCode.Success, result.Error);
        result.Out.Should().Contain("set accuracy").And.Contain("WUPS 0.9").And.Contain("WUPS 0.0");
        Eval().Out.Should().NotContain("WUPS");
    }

    [Fact]
    public void A_folder_without_WordNet_is_refused_before_the_model_is_asked() =>
        Eval("--wordnet", _folder.Path).ShouldRefuse(ExitCode.Failure, "index.noun", "wordnet-base");

    [Fact]
    public void A_pipe_in_place_of_a_file_of_WordNet_is_not_waited_for()
    {
        string folder = SmallWordNet.Write(_folder), nouns = Path.Combine(folder, "data.noun");
        File.Delete(nouns);
        Eval("--wordnet", Path.GetDirectoryName(NamedPipe.Make(nouns))!).ShouldRefuse(ExitCode.Failure, "it is a device or a pipe; give a file.");
    }

    [Fact]
    public void A_submission_has_no_Wups() =>
        Cli.Run("eval", "--results", _folder.Write("r.json", "[]"), "--wordnet", _folder.Path).ShouldRefuse(ExitCode.Usage, "--wordnet goes with --model");

    [Fact]
    public void Doubt_is_compared_with_how_unsure_people_said_to_be()
    {
        string[] set = TinyInputs.Set(_folder);
        string annotations = Array.Find(set, a => a.EndsWith("annotations.json", StringComparison.Ordinal))!;
        Cli.Run(["eval", "--model", TinyInputs.Model(_folder), .. set, "--passes", "2"]).Out.Should().NotContain("how unsure people said");
        string text = File.ReadAllText(annotations);
        int first = text.IndexOf("\"answer_confidence\":\"yes\"", StringComparison.Ordinal);
        File.WriteAllText(annotations, $"{text[..first]}\"answer_confidence\":\"no\"{text[(first + "\"answer_confidence\":\"yes\"".Length)..]}");
        CliResult result = Cli.Run(["eval", "--model", TinyInputs.Model(_folder), .. set, "--passes", "2", "--out", _folder.File("q.csv")]);
        result.Out.Should().Contain("with how unsure people said to be");
        File.ReadAllLines(_folder.File("q.csv"))[0].Should().Contain(",people_unsure,");
    }
}
