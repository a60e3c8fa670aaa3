class ChangeAll < ActiveRecord::Migration[6.1]
  def up
    add_column :orgs, :z, :string, default: "x", null: false, if_not_exists: true
    add_column :orgs, :z2, :datetime, precision: 6
    add_column :orgs, :z3, :uuid, default: -> { "gen_random_uuid()" }
    add_index :orgs, [:z, :z2], order: { z2: :desc }, using: :btree
    add_index :orgs, :c, unique: true, name: "c_idx"
    add_index :orgs, :s, using: :gin
    add_index :orgs, :e, opclass: :float8_ops
    change_column :orgs, :a, :bigint
    change_column :orgs, :q, :text, null: false, default: "q"
    change_column :orgs, :n, :text, using: "n::text"
    change_column_default :orgs, :a, from: nil, to: 3
    change_column_default :orgs, :b, nil
    change_column_null :orgs, :c, false, 7
    change_column_null :orgs, :name, true
    change_column_comment :orgs, :a, from: nil, to: "it's a"
    change_table_comment :orgs, from: nil, to: "orgs"
    rename_column :orgs, :d, :dd
    add_reference :orgs, :category, foreign_key: true
    add_reference :people, :org, index: false
    add_foreign_key :people, :orgs, on_delete: :nullify, validate: false
    validate_foreign_key :people, :orgs
    add_foreign_key :noid, :people, column: :x, primary_key: :pid, name: "noid_fk"
    add_check_constraint :noid, "x > 0", name: "x_pos", validate: false
    validate_check_constraint :noid, name: "x_pos"
    add_check_constraint :noid, "x < 100"
    add_timestamps :noid, null: true
    change_table :people do |t|
      t.integer :age
      t.string :first, :last, null: false, default: ""
      t.rename :x, :y
      t.remove :age
      t.index :first
      t.references :thing, polymorphic: true
      t.timestamps null: true
      t.change :y, :text
      t.change_default :y, "d"
    end
    remove_index :orgs, :c, name: "c_idx"
    remove_index :orgs, column: [:a, :b]
    rename_index :orgs, "idx_lower", "idx_lower2"
    remove_foreign_key :people, :orgs
    remove_foreign_key :noid, name: "noid_fk"
    remove_check_constraint :noid, name: "x_pos"
    remove_column :orgs, :z, :string
    remove_columns :orgs, :z2, :z3
    remove_reference :orgs, :category, foreign_key: true
    remove_timestamps :noid
    execute <<~SQL
      update orgs
        set e = 1
    SQL
    drop_join_table :orgs, :people
    rename_table :noid, :no_ids
    drop_table :no_ids, if_exists: true
    drop_table :categories, force: :cascade
  end
end
