package intaglio.frontend.torch.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of a statement. */
interface Expression {

    /** Its value: see {@link Scope}. */
    Object evaluate(Scope scope);

    /** A dotted name as it stands; empty for anything else. */
    default Optional<String> path() {
        return Optional.empty();
    }

    /** A number, string, truth value or None. */
    record Literal(Object value) implements Expression {

        @Override
        public Object evaluate(Scope scope) {
            return value;
        }
    }

    /** A variable. */
    record Name(String name) implements Expression {

        @Override
        public Object evaluate(Scope scope) {
            return scope.variable(name);
        }

        @Override
        public Optional<String> path() {
            return Optional.of(name);
        }
    }

    /** {@code object.name}. */
    record Attribute(Expression object, String name) implements Expression {

        @Override
        public Object evaluate(Scope scope) {
            Optional<String> path = path();
            return path.isPresent() && !scope.hasVariable(root(path.get()))
                    ? scope.global(path.get())
                    : scope.attribute(object.evaluate(scope), name);
        }

        @Override
        public Optional<String> path() {
            return object.path().map(path -> path + "." + name);
        }

        private static String root(String path) {
            return path.substring(0, path.indexOf('.'));
        }
    }

    /** {@code object[index]}. */
    record Index(Expression object, Expression index) implements Expression {

        @Override
        public Object evaluate(Scope scope) {
            return scope.item(object.evaluate(scope), index.evaluate(scope));
        }
    }

    /** A list or a tuple. */
    record Sequence(List<Expression> items) implements Expression {

        @Override
        public Object evaluate(Scope scope) {
            List<Object> values = new ArrayList<>();
            items.forEach(item -> values.add(item.evaluate(scope)));
            return values;
        }
    }

    /** A call. */
    record Call(Expression function, List<Expression> places, Map<String, Expression> names) implements Expression {

        @Override
        public Object evaluate(Scope scope) {
            return scope.call(this);
        }

        /** Values of the arguments by place, from one on. */
        List<Object> places(Scope scope, int from) {
            List<Object> values = new ArrayList<>();
            places.stream().skip(from).forEach(place -> values.add(place.evaluate(scope)));
            return values;
        }

        /** Values of the arguments by name. */
        Map<String, Object> names(Scope scope) {
            Map<String, Object> values = new LinkedHashMap<>();
            names.forEach((name, value) -> values.put(name, value.evaluate(scope)));
            return values;
        }
    }
}
