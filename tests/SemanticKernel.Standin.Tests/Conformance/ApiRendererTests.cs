using SemanticKernel.Standin.Tests.Conformance.Samples;

namespace SemanticKernel.Standin.Tests.Conformance;

public sealed class ApiRendererTests
{
    private const string Namespace = "SemanticKernel.Standin.Tests.Conformance.Samples";

    [Fact]
    public void Parameters_are_written_with_type_name_and_a_mark_when_optional() => ShouldRender(
        typeof(Parameters),
        "Parameters",
        "abstract",
        "System.Boolean TryRead(ref System.Int32 position, ref System.String value, ref System.Guid key)",
        "System.Void Grid(System.Int32[,] cells)",
        "System.Void Seen()",
        "System.Void Spread(System.Int32[][] rows)",
        "new(System.Int32 number?, System.String text?)",
        "static System.Threading.Tasks.Task<System.ValueTuple<System.Int32,System.String>> "
            + "PairAsync(System.Threading.CancellationToken cancellationToken?)");

    [Fact]
    public void Properties_are_written_with_index_types_and_the_accessors_that_others_may_use() => ShouldRender(
        typeof(Properties),
        "Properties",
        "sealed",
        "System.Int32 InitByTheAssembly[] {get;}",
        "System.Int32 ReadOnly[] {get;}",
        "System.Int32 SetByTheAssembly[] {get;}",
        "System.Int32 WriteOnly[] {set;}",
        "System.Nullable<System.ReadOnlyMemory<System.Byte>> NestedNullable[] {get;set;}",
        "System.String Item[System.Int32,System.String] {get;}",
        "System.String Settable[] {get;set;}",
        "System.Uri InitOnly[] {get;init;}",
        "new()",
        "static System.Collections.Generic.Dictionary<System.String,System.Collections.Generic.List<System.Nullable<System.Int32>>> "
            + "Shared[] {get;}");

    [Fact]
    public void Generic_types_and_methods_are_written_with_their_parameters_and_without_explicit_implementations() => ShouldRender(
        typeof(Generics<>),
        "Generics<TKey>",
        "class",
        "System.Int32 CompareTo(" + Namespace + ".Generics<TKey> other)",
        "TResult Convert<TSource,TResult>(TSource source, System.Collections.Generic.IReadOnlyDictionary<TKey,TResult> results)",
        "field System.Func<TKey,TKey[]> Map",
        "new()");

    [Fact]
    public void Structs_have_neither_operators_nor_an_implicit_constructor() => ShouldRender(
        typeof(Label),
        "Label",
        "struct",
        "System.Boolean Equals(" + Namespace + ".Label other)",
        "System.Boolean Equals(System.Object obj)",
        "System.Int32 GetHashCode()",
        "System.String ToString()");

    [Fact]
    public void Fields_events_and_finalizers_are_written_and_backing_fields_are_not() => ShouldRender(
        typeof(Fields),
        "Fields",
        "class",
        "System.Void Finalize()",
        "event System.EventHandler<System.EventArgs> Changed",
        "field System.Int32 _number",
        "new()",
        "static event System.Action Reset",
        "static field System.Int32 Constant",
        "static field System.String Name");

    [Fact]
    public void Extension_methods_are_static_methods_of_a_static_type() => ShouldRender(
        typeof(Extensions), "Extensions", "static", "static System.Int32 CountOf(System.String text, System.Char letter?)");

    [Fact]
    public void Interfaces_are_written_with_all_their_members() => ShouldRender(
        typeof(IShape),
        "IShape",
        "interface",
        "System.Int32 Sides[] {get;}",
        "System.Threading.Tasks.ValueTask DrawAsync(System.Threading.CancellationToken cancellationToken?)");

    [Fact]
    public void Enums_are_written_with_their_underlying_field() => ShouldRender(
        typeof(Colour), "Colour", "enum", "field System.Byte value__", "static field " + Namespace + ".Colour Red");

    [Fact]
    public void Delegates_are_sealed_types_with_the_methods_of_the_runtime() => ShouldRender(
        typeof(Counter),
        "Counter",
        "sealed",
        "System.IAsyncResult BeginInvoke(System.String text, System.AsyncCallback callback, System.Object object)",
        "System.Int32 EndInvoke(System.IAsyncResult result)",
        "System.Int32 Invoke(System.String text)",
        "new(System.Object object, System.IntPtr method)");

    [Fact]
    public void Records_show_the_members_that_the_compiler_adds() => ApiRenderer.Render(typeof(Pair)).Should().Contain(
    [
        $"M {Namespace}.Pair :: System.Int32 Left[] {{get;init;}}",
        $"M {Namespace}.Pair :: System.Type EqualityContract[] {{get;}}",
        $"M {Namespace}.Pair :: System.Void Deconstruct(ref System.Int32 Left)",
    ]);

    [Fact]
    public void Nested_types_follow_their_parent_and_share_its_parameters()
    {
        ApiRenderer.Render(typeof(Generics<>.Inner<>)).Should().Equal(
            $"M {Namespace}.Generics<TKey>.Inner<TItem> :: new()",
            $"T {Namespace}.Generics<TKey>.Inner<TItem> class");
        ApiTypeName.Of(typeof(Generics<string>.Inner<int?>)).Should()
            .Be(Namespace + ".Generics<System.String>.Inner<System.Nullable<System.Int32>>");
    }

    [Fact]
    public void An_assembly_is_rendered_in_ordinal_order_without_types_that_others_cannot_reach()
    {
        IReadOnlyList<string> lines = ApiRenderer.Render(typeof(Label).Assembly);

        lines.Should().Equal(lines.Order(StringComparer.Ordinal));
        lines.Should().Contain([$"T {Namespace}.Label struct", $"T {Namespace}.Generics<TKey>.Inner<TItem>.Leaf struct"]);
        lines.Should().NotContain(line => line.Contains("Hidden", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rendered_line_can_be_read_back() => ApiRenderer.Render(typeof(Label).Assembly)
        .Select(line => ApiLine.Parse(line).Text).Should().Equal(ApiRenderer.Render(typeof(Label).Assembly));

    private static void ShouldRender(Type type, string name, string kind, params string[] signatures) =>
        ApiRenderer.Render(type).Should().Equal(
            [.. signatures.Select(signature => $"M {Namespace}.{name} :: {signature}"), $"T {Namespace}.{name} {kind}"]);
}
