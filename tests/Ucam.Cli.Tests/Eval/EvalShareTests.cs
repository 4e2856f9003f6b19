namespace Ucam.Cli.Tests.Eval;

public sealed class EvalShareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CliResult Eval(string model, params string[] more) => Cli.Run(["eval", "--model", model, "--set", "scenes", "--pictures", "130",
        "--questions-per-picture", "1", .. more]);

    private string[] Parts(string model, int count, params string[] more)
    {
        string[] files = [.. Enumerable.Range(1, count).Select(part => _folder.File("parts", $"{part}.jsonl"))];
        for (int part = 1; part <= count; part++)
        {
            CliResult run = Eval(model, [.. more, "--shard", $"{part}/{count}", "--part", files[part - 1]]);
            run.Code.Should().Be(ExitCode.Success, run.Error);
            run.Out.Should().Be($"shard {part}/{count} is done: {files[part - 1]}; when all are, 'ucam merge' joins their files.\n");
        }
        return files;
    }

    [Fact]
    public void Parts_that_are_joined_tell_what_the_whole_tells_byte_for_byte()
    {
        string model = CalibratedModel.With(_folder, threshold: 0.3);
        string[] how = ["--passes", "10", "--split", "all"];
        string[] Whole(string folder) => ["--out", _folder.File(folder, "r.csv"), "--official", _folder.File(folder, "o.json"), "--report",
            _folder.File(folder, "p.html"), "--metrics", _folder.File(folder, "m.csv"), "--abstain"];
        CliResult whole = Eval(model, [.. how, .. Whole("whole")]);
        whole.Code.Should().Be(ExitCode.Success, whole.Error);
        string[] parts = Parts(model, 3, how);
        string all = _folder.File("all.jsonl");
        CliResult merged = Cli.Run(["merge", .. parts.Reverse(), "--out", all]);
        merged.Code.Should().Be(ExitCode.Success, merged.Error);
        merged.Out.Should().StartWith($"650 answers: {all}; ");
        CliResult joined = Eval(model, [.. how, "--joined", all, .. Whole("joined")]);
        joined.Out.Should().Be(whole.Out);
        string[] files = [.. Directory.GetFiles(_folder.File("whole")).Select(file => Path.GetFileName(file)!)];
        files.Should().HaveCount(1 + 3 * 5);
        Directory.GetFiles(_folder.File("joined")).Should().HaveCount(files.Length);
        foreach (string file in files)
            File.ReadAllBytes(_folder.File("joined", file)).Should().Equal(File.ReadAllBytes(_folder.File("whole", file)), file);
    }

    [Fact]
    public void What_is_no_whole_set_of_parts_is_refused_and_nothing_is_written()
    {
        string model = TinyInputs.Model(_folder), other = _folder.File("other.safetensors"), output = _folder.File("o.jsonl");
        string[] parts = Parts(model, 3, "--passes", "2");
        File.WriteAllBytes(other, [.. File.ReadAllBytes(model)]);
        CliResult Merge(params string[] files) => Cli.Run(["merge", .. files, "--out", output]);
        Merge(parts[0], parts[2]).ShouldRefuse(ExitCode.Failure, "part 2 of 3 is missing; give all files that 'ucam eval --shard' wrote.");
        string copy = _folder.File("copy.jsonl"), foreign = _folder.File("foreign.jsonl");
        File.Copy(parts[1], copy);
        Merge([.. parts, copy]).ShouldRefuse(ExitCode.Failure, "are both part 2/3; give each part once.");
        Merge([.. parts, parts[1]]).ShouldRefuse(ExitCode.Failure, "are both part 2/3; give each part once.");
        Merge(_folder.Write("empty.jsonl", "")).ShouldRefuse(ExitCode.Failure, "empty.jsonl: it holds no answers of a shared evaluation");
        Eval(model, "--passes", "2", "--seed", "2", "--shard", "2/3", "--part", foreign).Code.Should().Be(ExitCode.Success);
        Merge(parts[0], foreign, parts[2]).ShouldRefuse(ExitCode.Failure, "are parts of different evaluations; give parts of the same command.");
        Merge(parts[0], model).ShouldRefuse(ExitCode.Failure, $"{model}: it holds no answers of a shared evaluation, as {parts[0]} does; "
            + "give parts of one kind.");
        File.Exists(output).Should().BeFalse();
        Eval(model, "--passes", "2", "--joined", parts[0]).ShouldRefuse(ExitCode.Failure,
            "it is part 1/3 alone; join all parts with 'ucam merge'.");
        Merge(parts).Code.Should().Be(ExitCode.Success);
        Merge(output).ShouldRefuse(ExitCode.Usage, "--out would replace");
        Cli.Run("merge", output, "--out", _folder.File("p.jsonl")).ShouldRefuse(ExitCode.Failure, "its answers are joined already");
        Eval(model, "--passes", "3", "--joined", output).ShouldRefuse(ExitCode.Failure, "its answers are of another number of passes");
        Eval(model, "--passes", "2", "--seed", "2", "--joined", output).ShouldRefuse(ExitCode.Failure, "its answers are of another seed");
        Eval(model, "--passes", "2", "--split", "test-blur", "--joined", output).ShouldRefuse(ExitCode.Failure, "its answers are of another set");
        // The same model under another name is the same.
        Eval(other, "--passes", "2", "--joined", output).Code.Should().Be(ExitCode.Success);
        using (FileStream file = File.OpenWrite(other)) { file.Seek(-4, SeekOrigin.End); file.WriteByte(77); }
        Eval(other, "--passes", "2", "--joined", output).ShouldRefuse(ExitCode.Failure, "its answers are of another model");
    }

    [Fact]
    public void A_damaged_file_of_answers_is_refused_in_one_line()
    {
        string model = TinyInputs.Model(_folder);
        string[] parts = Parts(model, 1, "--passes", "0"), lines = File.ReadAllLines(parts[0]);
        CliResult Read(params string[] text) => Eval(model, "--passes", "0", "--joined",
            _folder.Write("d.jsonl", string.Concat(text.Select(line => $"{line}\n"))));
        Read(lines).Code.Should().Be(ExitCode.Success);
        Read(lines[..^1]).ShouldRefuse(ExitCode.Failure, "its last line, the SHA-256, is missing; copy it anew");
        Read(lines[..^2]).ShouldRefuse(ExitCode.Failure, "it has 129 of its 130 answers; copy it anew");
        Read([.. lines[..^1], lines[5], lines[^1]]).ShouldRefuse(ExitCode.Failure, "has two answers");
        Read([.. lines[..^2], lines[^2][..40]]).ShouldRefuse(ExitCode.Failure, "it is damaged at line 131 (the text is empty or ends too early)");
        Read([.. lines[..^2], lines[^2].Replace("\"item\":129", "\"item\":130", StringComparison.Ordinal), lines[^1]])
            .ShouldRefuse(ExitCode.Failure, "line 131 answers a question that its sets do not have");
        Read([.. lines[..^2], lines[^2].Replace("\"result\"", "\"other\"", StringComparison.Ordinal), lines[^1]])
            .ShouldRefuse(ExitCode.Failure, "result is missing");
        Read([.. lines[..^2], lines[^2].Replace("0.", "0.0", StringComparison.Ordinal), lines[^1]])
            .ShouldRefuse(ExitCode.Failure, "its lines are not those that were written, by their SHA-256; copy it anew");
        Read("{}").ShouldRefuse(ExitCode.Failure, "it holds no answers of a shared evaluation");
        Read(lines[0].Replace("\"sets\"", "\"other\"", StringComparison.Ordinal)).ShouldRefuse(ExitCode.Failure, "sets is missing");
    }

    [Theory]
    [InlineData("--shard needs --part: the file of this part's answers.", "--shard", "1/2")]
    [InlineData("--part goes with --shard; --out writes the results of all questions.", "--part", "a")]
    [InlineData("--shard and --out do not go together; --out goes with --joined, when all parts are joined.", "--shard", "1/2", "--part", "a",
        "--out", "b")]
    [InlineData("--shard and --abstain do not go together", "--shard", "1/2", "--part", "a", "--abstain")]
    [InlineData("--shard and --joined do not go together; the answers are of all parts.", "--shard", "1/2", "--part", "a", "--joined", "b")]
    [InlineData("--shard is 1/4; 130 pictures in batches of 64 have 3 parts at most.", "--shard", "1/4", "--part", "a")]
    public void What_does_not_go_together_is_refused(string message, params string[] more)
    {
        Eval(TinyInputs.Model(_folder), [.. more.Select(value => value.Length == 1 ? _folder.File(value) : value)])
            .ShouldRefuse(ExitCode.Usage, message);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    [Fact]
    public void Chat_models_and_submissions_are_not_shared_out()
    {
        Cli.Run("eval", "--chat", "http://127.0.0.1:9/v1", "--chat-model", "m", "--set", "scenes", "--shard", "1/2", "--part", _folder.File("a"))
            .ShouldRefuse(ExitCode.Usage, "--shard goes with --model, not with --chat.");
        Cli.Run("eval", "--results", _folder.Write("r.json", "[]"), "--annotations", _folder.Write("n.json", "{}"), "--joined",
            _folder.Write("a", ""))
            .ShouldRefuse(ExitCode.Usage, "--joined goes with --model, not with --results.");
    }
}
