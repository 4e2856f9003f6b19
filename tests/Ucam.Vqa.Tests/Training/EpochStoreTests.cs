using Ucam.Vqa.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Tests.Training;

public sealed class EpochStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Module<Tensor, Tensor> _module = Linear(3, 2);
    private readonly optim.Optimizer _optimiser;

    public EpochStoreTests() => _optimiser = optim.AdamW(_module.parameters(), 0.1);

    public void Dispose()
    {
        _optimiser.Dispose();
        _module.Dispose();
        _folder.Dispose();
    }

    private (string, Module)[] Parts => [("m", _module)];

    private EpochStore Store(string fingerprint = "F", string stage = "head") => new(_folder.Path, stage, fingerprint);

    private void Step()
    {
        using var scope = NewDisposeScope();
        _optimiser.zero_grad();
        _module.call(ones(4, 3)).square().sum().backward();
        _optimiser.step();
    }

    [Fact]
    public void Nothing_saved_is_nothing_restored() => Store().Restore(Parts, _optimiser).Should().BeNull();

    [Fact]
    public void Weights_optimiser_and_position_come_back()
    {
        Step();
        Store().Save(2, new EpochScores(0.5, 1), Parts, _optimiser);
        Step();
        double[] next = TinyTraining.Weights(_module);
        Step();
        Store().Restore(Parts, _optimiser).Should().Be(new EpochState("head", "F", 2, 0.5, 1));
        Step();
        TinyTraining.Weights(_module).Should().Equal(next);
    }

    [Fact]
    public void Scores_of_all_epochs_come_back_exactly()
    {
        HeldOutScore[] scores = [new(1.0 / 3, 0.1), new(double.NaN, double.Epsilon)];
        Store().Save(2, new EpochScores(0.1, 1, scores), Parts, _optimiser);
        Store().Restore(Parts, _optimiser)!.Scores.Should().Equal(scores);
    }

    [Fact]
    public void What_a_killed_run_left_of_other_epochs_goes_when_the_run_goes_on()
    {
        Store().Save(2, new EpochScores(0.5, 1), Parts, _optimiser);
        foreach (string left in new[] { "head.epoch1.optimizer", "head.epoch1.safetensors", "head.epoch3.safetensors" })
            File.WriteAllText(_folder[left], "left");
        Store().Restore(Parts, _optimiser)!.Epoch.Should().Be(2);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should()
            .BeEquivalentTo("head.state.json", "head.epoch2.safetensors", "head.epoch2.optimizer");
    }

    [Fact]
    public void A_process_that_does_not_write_removes_nothing_either()
    {
        Store().Save(2, new EpochScores(0.5, 1), Parts, _optimiser);
        File.WriteAllText(_folder["head.epoch3.safetensors"], "the leader's next");
        var other = new EpochStore(_folder.Path, "head", "F") { Writes = false };
        other.Restore(Parts, _optimiser)!.Epoch.Should().Be(2);
        other.Clear();
        other.Save(3, new EpochScores(0.5, 1), Parts, _optimiser);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should()
            .BeEquivalentTo("head.state.json", "head.epoch2.safetensors", "head.epoch2.optimizer", "head.epoch3.safetensors");
    }

    [Fact]
    public void Only_the_last_epoch_is_kept()
    {
        for (int epoch = 1; epoch <= 3; epoch++) Store().Save(epoch, new EpochScores(0, 0), Parts, _optimiser);
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName)
            .Should().BeEquivalentTo("head.state.json", "head.epoch3.safetensors", "head.epoch3.optimizer");
    }

    [Fact]
    public void Another_recipes_run_is_refused()
    {
        Store("A").Save(1, new EpochScores(0, 0), Parts, _optimiser);
        var restore = () => Store("B").Restore(Parts, _optimiser);
        restore.Should().Throw<UcamException>().WithMessage("*another recipe, seed or set*").Which.File.Should().EndWith("head.state.json");
    }

    [Fact]
    public void The_best_weights_are_kept_apart()
    {
        double[] best = TinyTraining.Weights(_module);
        Store().SaveBest(Parts);
        Step();
        Store().Save(1, new EpochScores(0, 0), Parts, _optimiser);
        Store().LoadBest(Parts);
        TinyTraining.Weights(_module).Should().Equal(best);
    }

    [Fact]
    public void Clearing_a_stage_leaves_the_others()
    {
        Store().Save(1, new EpochScores(0, 0), Parts, _optimiser);
        Store(stage: "blind").Save(1, new EpochScores(0, 0), Parts, _optimiser);
        Store().SaveBest(Parts);
        Store().Clear();
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName)
            .Should().BeEquivalentTo("blind.state.json", "blind.epoch1.safetensors", "blind.epoch1.optimizer");
    }

    [Theory]
    [InlineData("head.state.json", "")]
    [InlineData("head.state.json", "null")]
    [InlineData("head.state.json", "{\"Stage\":")]
    [InlineData("head.epoch1.safetensors", "x")]
    [InlineData("head.epoch1.optimizer", "")]
    [InlineData("head.epoch1.optimizer", "short")]
    public void A_damaged_run_is_refused_in_one_line(string file, string content)
    {
        Store().Save(1, new EpochScores(0, 0), Parts, _optimiser);
        _folder.Write(file, content);
        var restore = () => Store().Restore(Parts, _optimiser);
        UcamException problem = restore.Should().Throw<UcamException>().Which;
        problem.Message.Should().NotContain("\n");
        problem.File.Should().Be(_folder[file]);
    }

    [Fact]
    public void Damaged_optimisers_are_refused_before_anything_believes_their_lengths()
    {
        Store().Save(1, new EpochScores(0, 0), Parts, _optimiser);
        byte[] whole = File.ReadAllBytes(_folder["head.epoch1.optimizer"]);
        int refused = Damage.Survives(whole, 300, 4 << 20, bytes =>
        {
            _folder.Write("head.epoch1.optimizer", bytes);
            Store().Restore(Parts, _optimiser);
        });
        // A change may by chance write what was there.
        refused.Should().BeGreaterThan(280);
    }

    [Fact]
    public void Optimisers_as_an_earlier_version_wrote_them_are_refused_with_the_way_on()
    {
        Store().Save(1, new EpochScores(0, 0), Parts, _optimiser);
        _folder.Write("head.epoch1.optimizer", File.ReadAllBytes(_folder["head.epoch1.optimizer"])[..^32]);
        var restore = () => Store().Restore(Parts, _optimiser);
        restore.Should().Throw<UcamException>()
            .WithMessage("*head.epoch1.optimizer: cannot go on from here (*earlier version*start without --resume*");
    }

    [Fact]
    public void The_state_of_another_optimiser_is_refused_without_quoting_its_bytes()
    {
        using optim.Optimizer other = optim.SGD(_module.parameters(), 0.1);
        Store().Save(1, new EpochScores(0, 0), Parts, other);
        var restore = () => Store().Restore(Parts, _optimiser);
        restore.Should().Throw<UcamException>().WithMessage("*the state of other optimisers*");
    }

    [Theory]
    [InlineData("head.epoch1.safetensors")]
    [InlineData("head.epoch1.optimizer")]
    public void A_missing_file_is_refused(string file)
    {
        Store().Save(1, new EpochScores(0, 0), Parts, _optimiser);
        File.Delete(_folder[file]);
        var restore = () => Store().Restore(Parts, _optimiser);
        restore.Should().Throw<UcamException>().Which.File.Should().Be(_folder[file]);
    }

    [Fact]
    public void A_folder_that_is_gone_is_refused_in_one_line()
    {
        var save = () => new EpochStore(_folder["none"], "head", "F").Save(1, new EpochScores(0, 0), Parts, _optimiser);
        save.Should().Throw<UcamException>();
    }
}
