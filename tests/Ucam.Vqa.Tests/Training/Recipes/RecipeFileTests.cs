using CsCheck;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training.Recipes;

public sealed class RecipeFileTests
{
    private static UcamException Refused(string yaml)
    {
        var parse = () => RecipeFile.Parse(yaml, "r.yaml");
        UcamException problem = parse.Should().Throw<UcamException>().Which;
        problem.Message.Should().StartWith("r.yaml").And.NotContain("\n");
        problem.File.Should().Be("r.yaml");
        return problem;
    }

    [Fact]
    public void A_name_is_enough_and_the_rest_is_the_default()
    {
        Recipe recipe = RecipeFile.Parse("name: a", "r.yaml");
        recipe.Should().BeEquivalentTo(new Recipe { Name = "a" });
    }

    [Fact]
    public void Every_setting_can_be_given()
    {
        Recipe recipe = RecipeFile.Parse("""
            name: a
            seed: 9
            data: { set: scenes, train: 5, validation: 6, test: 7, questions_per_picture: 2 }
            backbone:
              options: { input_size: 64, channels: [3, 5], blocks: [1, 0], first_stride: 1 }
              pictures: 11
              fit: { epochs: 2, batch: 3, learning_rate: 0.5, weight_decay: 0.25, schedule: halving }
            model: { embedding: 8, lstm: 9, attention: 10, glimpses: 1, classifier: 12, positions: false, image_dropout: 0.5 }
            training: { loss: predictive, uncertainty: { samples: 4, equaliser: linear, weights: { distorted: 0.5 } }, predictive_passes: 3, certainty: { combine: additive, sign: agreeing, scale_in_positions: 0.5 }, answers: 50, blind_epochs: 0, fit: { epochs: 1 } }
            evaluation: { passes: 3 }
            """, "r.yaml");
        (recipe.Seed, recipe.Data.Test, recipe.Backbone.Pictures, recipe.Evaluation.Passes).Should().Be((9, 7, 11, 3));
        recipe.Backbone.Options.Channels.Should().Equal(3, 5);
        recipe.Backbone.Fit.Should().Be(new FitRecipe { Epochs = 2, Batch = 3, LearningRate = 0.5, WeightDecay = 0.25, Schedule = Schedule.Halving });
        (recipe.Model.Lstm, recipe.Model.Positions, recipe.Model.ImageDropout).Should().Be((9, false, 0.5));
        (recipe.Training.Loss, recipe.Training.BlindEpochs, recipe.Training.Fit.Epochs).Should().Be((LossKind.Predictive, 0, 1));
        recipe.Training.Uncertainty
            .Should().Be(new AleatoricLossOptions
            { Samples = 4, Equaliser = EqualiserForm.Linear, Weights = new AleatoricWeights { Distorted = 0.5 } });
        recipe.Training.Certainty
            .Should().Be(new GradientCertaintyOptions { Combine = CertaintyCombine.Additive, Sign = CertaintySign.Agreeing, ScaleInPositions = 0.5 });
        recipe.Training.PredictivePasses.Should().Be(3);
    }

    [Fact]
    public void The_recipes_that_come_along_load_under_their_own_names()
    {
        string[] files = Directory.GetFiles(Repository.At("recipes"), "*.yaml");
        files.Should().NotBeEmpty();
        foreach (string file in files
            .Where(f => !new[]
            { "attention-", "certainty-", "compare-", "sweep-", "controls-", "masks-", "maps-" }
            .Any(kind => Path.GetFileName(f).StartsWith(kind, StringComparison.Ordinal)))) RecipeFile.Load(file).Name
            .Should().Be(Path.GetFileNameWithoutExtension(file));
    }

    [Theory]
    [InlineData("name: a\nsead: 1", 2, "sead")]
    [InlineData("name: a\ndata:\n  train: 5\n  trian: 5", 4, "trian")]
    [InlineData("name: a\nmodel:\n  lstm: wide", 3, "wide")]
    [InlineData("name: a\nseed: 1.5", 2, "1.5")]
    [InlineData("name: a\nseed: 99999999999", 2, "seed is 99999999999")]
    [InlineData("name: a\ndata: [1, 2]", 2, "group of settings")]
    [InlineData("name: a\nname: b", 2, "name")]
    [InlineData("name: a\ntraining:\n  loss: hinge", 3, "'hinge'")]
    [InlineData("name: a\n  seed: 1", 2, "mapping")]
    public void What_cannot_be_read_is_refused_with_its_line(string yaml, int line, string says)
    {
        UcamException problem = Refused(yaml);
        problem.Field.Should().Be($"line {line}");
        problem.Message.Should().Contain(says);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a remark")]
    public void An_empty_recipe_is_refused(string yaml) => Refused(yaml).Message.Should().Contain("empty");

    [Theory]
    [InlineData("name:")]
    [InlineData("name: a\ndata:")]
    [InlineData("name: a\nbackbone:\n  options:")]
    [InlineData("name: a\nbackbone:\n  fit:")]
    [InlineData("name: a\nbackbone:\n  options:\n    channels:")]
    [InlineData("name: a\nmodel: ~")]
    [InlineData("name: a\ntraining: null")]
    [InlineData("name: a\nevaluation:")]
    public void A_section_without_content_is_refused(string yaml) => Refused(yaml);

    [Theory]
    [InlineData("seed: 1", "name")]
    [InlineData("name: a/b", "name")]
    [InlineData("name: a\ndata: { set: paintings }", "paintings")]
    [InlineData("name: a\ndata: { train: 0 }", "data.train is 0")]
    [InlineData("name: a\nbackbone: { pictures: 0 }", "backbone.pictures is 0")]
    [InlineData("name: a\nbackbone: { fit: { epochs: 0 } }", "backbone.fit.epochs is 0")]
    [InlineData("name: a\nbackbone: { options: { input_size: 33 } }", "backbone.options.input_size is 33, which is not a multiple of")]
    [InlineData("name: a\nmodel: { glimpses: 17 }", "model.glimpses is 17; it must be from 1 to 16.")]
    [InlineData("name: a\ntraining: { fit: { batch: 0 } }", "training.fit.batch is 0")]
    [InlineData("name: a\ntraining: { fit: { learning_rate: 0 } }", "training.fit.learning_rate is 0")]
    [InlineData("name: a\ntraining: { fit: { learning_rate: .nan } }", "training.fit.learning_rate is NaN")]
    [InlineData("name: a\ntraining: { fit: { weight_decay: -1 } }", "training.fit.weight_decay is -1")]
    [InlineData("name: a\ntraining: { fit: { schedule: 7 } }", "schedule")]
    [InlineData("name: a\ntraining: { loss: 7 }", "loss")]
    [InlineData("name: a\ntraining: { answers: 1 }", "training.answers is 1")]
    [InlineData("name: a\nevaluation: { passes: 10001 }", "evaluation.passes is 10001")]
    public void What_is_out_of_range_is_refused(string yaml, string says) => Refused(yaml).Message.Should().Contain(says);

    [Theory]
    [InlineData("seed: abc", "line 2: seed is 'abc'; it must be a number")]
    [InlineData("training: { fit: { epochs: 1.5 } }", "epochs is '1.5'")]
    [InlineData("training: { loss: foo }", "loss is 'foo'; it must be one of cross_entropy, aleatoric, predictive, repeated")]
    [InlineData("training: { uncertainty: { gaussian: kg } }", "gaussian is 'kg'; it must be one of published, kendall_gal")]
    [InlineData("data: [1]", "data is a group of settings; write { key: value } with set, train")]
    [InlineData("seed: [1, 2]", "seed is more than a number")]
    [InlineData("data: { train: { a: 1 } }", "line 2: train is more than a number")]
    [InlineData("backbone: { options: { channels: 8 } }", "channels is not a list")]
    [InlineData("name: b", "'name' stands twice")]
    public void What_is_not_understood_is_told_in_the_recipes_words(string line, string says)
    {
        string message = Refused("name: a\n" + line).Message;
        message.Should().Contain(says).And.NotContain("System.").And.NotContain("Version=");
    }

    [Fact]
    public void Any_damage_is_one_line_or_still_a_recipe()
    {
        string good = File.ReadAllText(Repository.At("recipes", "scenes-small.yaml"));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Char["{}[]:- \n\t~!&*#'\"0x"]).Sample(damage =>
        {
            var (at, with) = damage;
            try
            {
                _ = RecipeFile.Parse(good.Remove(at, 1).Insert(at, with.ToString()), "r.yaml");
            }
            catch (UcamException e)
            {
                e.Message.Should().NotContain("\n");
            }
        }, iter: 300);
    }

    [Theory]
    [InlineData("scenes-small.yaml")]
    [InlineData("vqa-v2.yaml")]
    [InlineData("nlvr-small.yaml")]
    public void Whatever_stands_for_a_value_is_told_in_plain_words(string file)
    {
        foreach (string yaml in PlainWords.Replaced(File.ReadAllText(Repository.At("recipes", file))))
        {
            try
            {
                _ = RecipeFile.Parse(yaml, "r.yaml");
            }
            catch (UcamException e)
            {
                e.Message.ShouldBePlain(yaml);
                e.Message.Should().StartWith("r.yaml").And.NotContain("\n");
            }
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        var load = () => RecipeFile.Load("/no/such/recipe.yaml");
        load.Should().Throw<UcamException>().Which.File.Should().Be("/no/such/recipe.yaml");
    }
}
