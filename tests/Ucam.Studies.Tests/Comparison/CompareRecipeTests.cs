using System.Text.RegularExpressions;
using Ucam.Studies.Classifiers;
using Ucam.Studies.Comparison;
using Ucam.Vqa;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Studies.Tests.Comparison;

public sealed class CompareRecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CompareRecipe Load(string text)
    {
        File.WriteAllText(_folder["r.yaml"], text);
        return CompareRecipeFile.Load(_folder["r.yaml"]);
    }

    [Theory]
    [InlineData("compare-quick.yaml")]
    [InlineData("compare-scenes.yaml")]
    [InlineData("compare-cifar.yaml")]
    public void Whatever_stands_for_a_value_is_told_in_plain_words(string file)
    {
        foreach (string yaml in PlainWords.Replaced(File.ReadAllText(Repository.At("recipes", file))))
        {
            try
            {
                File.WriteAllText(_folder["r.yaml"], yaml);
                if (ClassifierRecipeFile.IsOne(_folder["r.yaml"])) _ = ClassifierRecipeFile.Load(_folder["r.yaml"]);
                else _ = CompareRecipeFile.Load(_folder["r.yaml"]);
            }
            catch (UcamException e)
            {
                e.Message.ShouldBePlain(yaml);
                e.Message.Should().StartWith(_folder["r.yaml"]).And.NotContain("\n");
            }
        }
    }

    [Fact]
    public void Every_setting_can_be_given()
    {
        CompareRecipe recipe = Load("""
            name: a
            backbone: b.safetensors
            data: { set: scenes, train: 5, validation: 6, test: 7, questions_per_picture: 2 }
            data_seed: 8
            methods: [ban, san]
            variants: [pul, p-gca-additive]
            seeds: [3, 9]
            position_scale: 2
            forget_bias: 0
            lstm: 16
            embedding: 12
            classifier: 24
            training: { certainty: { scale_in_positions: 0.5 }, fit: { learning_rate: 0.5 } }
            learning_rates: { san: 0.25 }
            start: { epochs: 4, batch: 9, learning_rate: 0.125 }
            start_epochs: { san: 6 }
            evaluation: { passes: 4 }
            distanced_maps: 0
            certainty: true
            further_judges: [laplace, peers-2]
            pool: 2
            feature_scale: 8
            test_on: validation
            own_variants:
              slow: { from: p-gca, epochs: 3, learning_rate: 0.125, batch: 5, predictive_passes: 7, uncertainty: { samples: 9 }, certainty: { temperature: 0.5 } }
              two: { from: baseline, members: 2, temperature: true }
              taught: { from: attention-truth, attention: { teacher: truth, weight: 0.25, warm_up: 0 } }
            """);
        recipe.Cells.Select(c => c.ToString()).Should().HaveCount(8).And.StartWith("scenes, ban, pul, seed 3");
        recipe.HeadOf("ban").Should().Match<HeadOptions>(head => head.Lstm == 16 && head.Embedding == 12 && head.Classifier == 24 && head.PositionScale == 2);
        recipe.TrainingOf("san", "pul").Fit.LearningRate.Should().Be(0.25);
        recipe.TrainingOf("ban", "pul").Certainty.Should().BeNull();
        FitRecipe ban = recipe.StartOf("ban")!.Fit, san = recipe.StartOf("san")!.Fit;
        (ban.Epochs, ban.Batch, ban.LearningRate, recipe.StartOf("ban")!.Loss).Should().Be((4, 9, 0.125, LossKind.CrossEntropy));
        (san.Epochs, san.Batch, san.LearningRate).Should().Be((6, 9, 0.25));
        HeadRecipe certain = recipe.TrainingOf("ban", "p-gca-additive");
        (certain.Fit.LearningRate, certain.Loss, certain.Certainty!.ScaleInPositions).Should().Be((0.5, LossKind.Predictive, 0.5));
        certain.Certainty.Combine.Should().Be(Ucam.CertaintyCombine.Additive);
        HeadRecipe slow = recipe.TrainingOf("san", "slow");
        (slow.Loss, slow.Fit.Epochs, slow.Fit.LearningRate, slow.Fit.Batch, slow.PredictivePasses, slow.Uncertainty.Samples,
            slow.Certainty!.Temperature)
            .Should().Be((LossKind.Predictive, 3, 0.125, 5, 7, 9, 0.5));
        recipe.TrainingOf("san", "two").Should().Be(recipe.TrainingOf("san", "baseline"), "it only is tested otherwise");
        (recipe.OwnVariants["two"].Members, recipe.OwnVariants["two"].Temperature, recipe.TestOn).Should().Be((2, true, TestPart.Validation));
        recipe.DefinitionOf("slow")
            .Should().Be("p-gca with 3 epochs, a rate of 0.125, batches of 5, 7 passes a step, uncertainty: samples 9, certainty: temperature 0.5");
        recipe.TrainingOf("san", "attention-truth").Attention.Should().Be(new AttentionRecipe { Teacher = AttentionTeacher.Truth });
        recipe.TrainingOf("san", "taught").Attention.Should().Be(new AttentionRecipe { Teacher = AttentionTeacher.Truth, Weight = 0.25, WarmUp = 0 });
        recipe.DefinitionOf("taught").Should().Be("attention-truth with attention: teacher truth, weight 0.25, warm_up 0");
        recipe.DefinitionOf("two").Should().Be("baseline with 2 networks together, a temperature fitted on validation");
        recipe.Certainty.Should().BeTrue();
        recipe.FurtherJudges.Should().Equal("laplace", "peers-2");
        recipe.DefinitionOf("pul").Should().Be(TrainingVariants.Find("pul").Definition);
        (recipe.HeadOf("ban").FeatureScale, recipe.Pool).Should().Be((8.0, 2));
        (recipe.HeadOf("ban").Lstm, recipe.HeadOf("ban").PositionScale, recipe.HeadOf("san").Method).Should().Be((16, 2.0, "san"));
    }

    [Theory]
    [InlineData("attention-certainty", "weight: 0.25", nameof(AttentionTeacher.Certainty))]
    [InlineData("attention-truth", "weight: 0.25", nameof(AttentionTeacher.Truth))]
    [InlineData("attention-doubt", "weight: 0.25", nameof(AttentionTeacher.Doubt))]
    [InlineData("attention-certainty", "weight: 0.25, teacher: doubt", nameof(AttentionTeacher.Doubt))]
    [InlineData("attention-certainty", "weight: 0.25, teacher: certainty", nameof(AttentionTeacher.Certainty))]
    public void A_lesson_of_another_weight_keeps_its_teacher(string from, string settings, string teacher)
    {
        CompareRecipe recipe = Load($"name: a\nvariants: [b]\nown_variants: {{ b: {{ from: {from}, attention: {{ {settings} }} }} }}");
        recipe.TrainingOf("san", "b").Attention.Should().Be(new AttentionRecipe { Teacher = Enum.Parse<AttentionTeacher>(teacher), Weight = 0.25 });
    }

    [Fact]
    public void What_the_attention_learns_can_be_set_for_all_variants_whose_loss_their_name_says()
    {
        CompareRecipe recipe = Load("name: a\nvariants: [baseline, attention-truth, pul]\ntraining: { attention: { weight: 0.25 } }");
        recipe.TrainingOf("san", "attention-truth").Attention.Should().Be(new AttentionRecipe { Teacher = AttentionTeacher.Truth, Weight = 0.25 });
        recipe.TrainingOf("san", "pul").Attention.Should().BeNull();
    }

    [Fact]
    public void A_mask_of_another_temperature_stays_the_mask_that_its_variant_is_named_for() =>
        TrainingVariants.All.Where(v => v.Apply(new HeadRecipe()).Certainty is not null).Should().NotBeEmpty().And.AllSatisfy(variant =>
        {
            CompareRecipe recipe = Load($"name: a\nvariants: [b]\nown_variants: {{ b: {{ from: {variant.Name}, certainty: {{ temperature: 0.5 }} }} }}");
            HeadRecipe named = variant.Apply(recipe.Training);
            recipe.TrainingOf("san", "b").Should().BeEquivalentTo(named with { Certainty = named.Certainty! with { Temperature = 0.5 } });
        });

    [Theory]
    [InlineData("name: ''", "name")]
    [InlineData("name: a\nmethods: [saa]", "saa")]
    [InlineData("name: a\nvariants: [a-gcaa]", "a-gcaa")]
    [InlineData("name: a\nseeds: []", "seeds is empty")]
    [InlineData("name: a\nseeds: [1, 1]", "seeds names one twice: 1.")]
    [InlineData("name: a\nlearning_rates: { nomodel: 0.1 }", "learning_rates has 'nomodel'")]
    [InlineData("name: a\nlstm: 0", "lstm is 0")]
    [InlineData("name: a\nstart_epochs: { saaa: 3 }", "start_epochs needs start")]
    [InlineData("name: a\nstart: { epochs: 2 }\nstart_epochs: { nomodel: 3 }", "nomodel")]
    [InlineData("name: a\nown_variants: { b: { from: baseline, start_epochs: 2 } }", "own_variants.b.start_epochs needs start")]
    [InlineData("name: a\nstart: { epochs: 2 }\nvariants: [b]\nown_variants: { b: { from: baseline, start_epochs: 0 } }",
        "own_variants.b.start_epochs")]
    [InlineData("name: a\nstart: { epochs: 0 }", "start.epochs")]
    [InlineData("name: a\nsizes: { nomodel: { joint: 3 } }", "nomodel")]
    [InlineData("name: a\nmethods: [mcb]\nsizes: { mcb: { joint_scale: 0 } }", "sizes.mcb.joint_scale is 0")]
    [InlineData("name: a\nsizes: { mcb: { joints: 3 } }", "joints")]
    [InlineData("name: a\npool: 0", "pool")]
    [InlineData("name: a\nfeature_scale: 0", "feature_scale is 0")]
    [InlineData("name: a\nown_variants: { aul: { from: pul } }", "'aul'")]
    [InlineData("name: a\nvariants: [b]\nown_variants: { b: { from: nothing } }", "nothing")]
    [InlineData("name: a\nvariants: [b]\nown_variants: { b: { from: baseline, certainty: { temperature: 1 } } }", "baseline has none")]
    [InlineData("name: a\nvariants: [b]\nown_variants: { b: { from: aul, attention: { weight: 1 } } }", "the attention of aul learns nothing")]
    [InlineData("name: a\nown_variants: { b: { from: attention-truth, attention: { weight: 0 } } }", "own_variants.b.attention.weight is 0")]
    [InlineData("name: a\nvariants: [b]\nown_variants: { b: { from: baseline, members: 0 } }", "members")]
    [InlineData("name: a\nvariants: [b]\nown_variants: { b: { epochs: 1 } }", "'from' is missing beside epochs")]
    [InlineData("name: a\nown_variants: { b: { from: attention-truth, attention: { teacher: certainty } } }",
        "line 2: attention.teacher is certainty, but attention-truth is named for truth")]
    [InlineData("name: a\nown_variants:\n  b:\n    from: p-gca-prediction\n    certainty: { temperature: 2, target: total }",
        "line 5: certainty.target is total, but p-gca-prediction is named for prediction")]
    [InlineData("name: a\nown_variants: { b: { from: a-gca-agreeing, certainty: { sign: reversed } } }", "a-gca-agreeing is named for agreeing")]
    [InlineData("name: a\nown_variants: { b: { from: a-gca-additive, certainty: { combine: masked } } }", "a-gca-additive is named for additive")]
    [InlineData("name: a\nfurther_judges: [laplace]", "further_judges needs certainty: true")]
    [InlineData("name: a\ncertainty: true\nfurther_judges: [passes]", "further_judges has 'passes'")]
    [InlineData("name: a\ncertainty: true\nseeds: [1, 2]\nfurther_judges: [ensemble-3]", "networks of 3 seeds")]
    [InlineData("name: a\nsedes: [1]", "line 2: unknown key 'sedes'")]
    [InlineData("name: a\ntraining: { fit: { epochs: 0 } }", "epochs")]
    public void An_impossible_recipe_is_refused_with_the_place(string text, string part)
    {
        var load = () => Load(text);
        load.Should().Throw<UcamException>().WithMessage($"*r.yaml*{part}*");
    }

    [Theory]
    [InlineData("compare-scenes", "compare-scenes")]
    [InlineData("compare-photos", "compare-photos")]
    [InlineData("compare-quick", "compare-quick")]
    [InlineData("sweep-photos", "sweep-photos")]
    [InlineData("controls-photos", "compare-photos")]
    [InlineData("controls-scenes", "compare-scenes")]
    [InlineData("controls-scenes-long", "compare-scenes-long")]
    [InlineData("masks-photos", "compare-photos")]
    [InlineData("masks-scenes", "compare-scenes")]
    public void The_recipes_that_come_with_the_tool_are_valid(string file, string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "../../../../../recipes", file + ".yaml");
        CompareRecipeFile.Load(path).Name.Should().Be(name);
    }

    [Fact]
    public void What_the_page_on_comparisons_shows_is_valid()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "../../../../../docs/compare.md"));
        Load(Regex.Match(page, "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value).Variants.Should().Contain("mine");
        foreach (Match own in Regex.Matches(page, @"`([a-z-]+: )?(\{from: [^`]*\})`"))
            Load($"name: a\nstart: {{epochs: 2}}\nvariants: [baseline, b]\nown_variants:\n  b: {own.Groups[2].Value}").DefinitionOf("b")
                .Should().StartWith("baseline with ");
        foreach (TrainingVariant variant in TrainingVariants.All)
            page.Should().Match(text => text.Contains($"`{variant.Name}`")
                || text.Contains($"`…{Regex.Match(variant.Name, "-[a-z]+$").Value}`"), $"{variant.Name} is a variant");
    }

    [Fact]
    public void Variants_have_names_of_their_own_and_are_valid()
    {
        TrainingVariants.All.Select(v => v.Name).Should().OnlyHaveUniqueItems().And.StartWith("baseline");
        foreach (TrainingVariant variant in TrainingVariants.All) Settings.Check(variant.Apply(new HeadRecipe()));
        TrainingVariants.All.Select(v => v.Apply(new HeadRecipe())).Should().OnlyHaveUniqueItems("each trains otherwise");
    }
}
